import { contactDataOf } from '#http/contact-data.ts';
import { operation } from '#http/operation.ts';

/** GET /RI/cmi/contactData?contact_id= */
export const handler = operation('find-contact-data', async (input) => {
  const contactId = input.checkedId('contact_id', input.parameter('contact_id') ?? '');
  input.refuse();
  input.event.conversationId = contactId;
  return contactDataOf(input, contactId);
});
