import { endedId, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { Id } from '../schemas/basics.ts';
import { ContactData } from '../schemas/conversations.ts';

/** GET /RI/cmi/contactData */
export const contract = define<typeof reference>()({
  operation: 'find-contact-data',
  method: 'GET',
  path: '/RI/cmi/contactData',
  aliases: ['/RI/CMI/contactData', '/CMI/contactData'],
  scope: 'contactdata:read',
  alsoScope: 'contactdata:manage',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get the saved data of the ended conversation with a contact_id',
    description: 'As the one with the id in the path.',
    query: [{ name: 'contact_id', description: 'The id of the conversation.', schema: Id, isRequired: true }],
    answers: { 200: ContactData },
    refusals: readable,
    client: { leftOut: '`contactData` is the same, by its path' },
    example: { query: { contact_id: endedId }, status: 200 },
  }) satisfies Reference;
