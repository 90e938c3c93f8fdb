import { contactDataOf } from '#http/contact-data.ts';
import { operation } from '#http/operation.ts';

/** GET /RI/cmi/contactData/{conversationId} */
export const handler = operation('get-contact-data', async (input) => {
  const contactId = input.id('conversationId');
  input.refuse();
  return contactDataOf(input, contactId);
});
