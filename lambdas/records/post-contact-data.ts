import { contract } from '#contract/records/post-contact-data.ts';
import { addContactData } from '#domain/operations/add-contact-data.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { requireQueue } from '#http/chain/authorize.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { store } from '#http/wiring/indexing-store.ts';

/** POST /RI/cmi/contactData */
export const handler = attributeOperation(
  contract,
  (input) => ({ operation: readOperationId(input), conversationId: input.body.contact_id, data: input.body.data }),
  async (command, { event }) => {
    const { conversationId } = command;
    event.conversationId = conversationId;
    await addContactData(store, { ...command, authorize: ({ queueId }) => requireQueue(event, queueId) });
    const location = `/RI/cmi/contactData/${conversationId}`;
    return { status: 201, body: { contact_id: conversationId }, location };
  },
);
