import { ended, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { ContactData } from '../schemas/conversations.ts';

/** GET /RI/cmi/contactData/{conversationId} */
export const contract = define<typeof reference>()({
  operation: 'get-contact-data',
  method: 'GET',
  path: '/RI/cmi/contactData/{conversationId}',
  aliases: ['/RI/CMI/contactData/{conversationId}', '/CMI/contactData/{conversationId}'],
  scope: 'contactdata:read',
  alsoScope: 'contactdata:manage',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get the saved data of an ended conversation',
    description: 'Of one in wrap-up or handled. The token needs the right to its call queue.',
    answers: { 200: ContactData },
    refusals: readable,
    client: 'contactData',
    example: { path: ended, status: 200 },
  }) satisfies Reference;
