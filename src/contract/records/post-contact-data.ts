import { contactData } from '../bodies.ts';
import { endedId, notThere } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { ContactDataAdded } from '../schemas/conversations.ts';

/** POST /RI/cmi/contactData */
export const contract = define<typeof reference>()({
  operation: 'post-contact-data',
  method: 'POST',
  path: '/RI/cmi/contactData',
  aliases: ['/RI/CMI/contactData', '/CMI/contactData'],
  scope: 'contactdata:manage',
  dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: contactData,
});

export const reference = () =>
  ({
    summary: 'Add to, correct or remove saved data of a conversation in wrap-up or handled',
    description:
      'Only names on the saved list; null removes a name. The token needs the right to the call queue of the conversation.',
    bodySchema: {
      name: 'ContactDataInput',
      description: 'Saved data to add, correct or remove.',
    },
    answers: { 201: ContactDataAdded },
    hasLocation: true,
    refusals: [
      ...notThere,
      'missing-queue',
      'conversation-not-ended',
      'conversation-ended',
      'conversation-too-large',
      'idempotency-key-reused',
      'idempotency-key-expired',
      'unprocessable-content',
      'contention',
    ],
    client: 'addContactData',
    example: { body: { contact_id: endedId, data: { outcome: 'sold' } }, status: 201 },
  }) satisfies Reference;
