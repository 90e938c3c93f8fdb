import type { ConversationAttributes } from '@conversation-attributes/client';

/** Adds to a list that others add to at the same time: none of the orders is lost. */
export async function addOrder(api: ConversationAttributes, id: string, order: string) {
  const customer = api.conversation(id).participant('customer');
  return customer.updateAttributes(({ orders }) => {
    const before = Array.isArray(orders) ? orders : [];
    // Undefined: nothing is to change, and nothing is written.
    return before.includes(order) ? undefined : { orders: [...before, order] };
  });
}
