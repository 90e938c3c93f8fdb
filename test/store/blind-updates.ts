import { addCounters, type CountedUpdate } from '#domain/counters.ts';
import type { Changes, Requirements } from '#domain/update.ts';
import { changes, newOperation } from '../support/fixtures.ts';

/** An update as an operation sends it without having read. */
export function blind(change: Changes, require: Requirements = {}): CountedUpdate {
  return addCounters({ operation: newOperation(), require, changes: change });
}

/** Changes of the customer's attributes. */
export function ofCustomer(bag: Parameters<typeof changes>[0]): Changes {
  return { attributes: [{ owner: 'customer', attributes: changes(bag) }] };
}
