import { addContactData } from '#domain/operations/contact-data.ts';
import { json } from '#http/api.ts';
import { requireQueue } from '#http/authorize.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { contactData } from '#http/schemas.ts';

/** POST /RI/cmi/contactData */
export const handler = operation('post-contact-data', async (input) => {
  const { contact_id: conversationId, data: bag } = input.body(contactData);
  if (typeof conversationId === 'string') input.checkedId('contact_id', conversationId);
  const data = input.attributes(bag, { values: 'json', removals: true }, 'data');
  const own = operationId(input);
  input.refuse();
  input.event.conversationId = conversationId;
  await addContactData(store, {
    operation: own,
    conversationId,
    data,
    authorize: ({ queueId }) => requireQueue(input.event, queueId),
  });
  return json(201, { contact_id: conversationId }, { location: `/RI/cmi/contactData/${conversationId}` });
});
