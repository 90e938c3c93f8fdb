import { endedStates } from '#domain/find.ts';
import { pageQuery, queueQuery, someOf, typeQuery, valueGrants, valueQuery } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { oneOf } from '../schema.ts';
import { ContactLog } from '../schemas/conversations.ts';

const bomQuery = {
  name: 'bom',
  description: 'Of CSV: true puts a byte order mark first, by which Excel knows UTF-8. Default: false.',
  schema: oneOf(['true', 'false']),
};

/** GET /api/v2/reports/contact-log */
export const contract = define<typeof reference>()({
  operation: 'get-contact-log',
  method: 'GET',
  path: '/api/v2/reports/contact-log',
  scope: 'report:read',
  gives: ['application/json', 'text/csv'],
  dynamodb: { conversations: ['Query byDay', ...valueGrants, 'GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'List ended conversations with their saved data, as JSON or CSV',
    description:
      'Newest first, of the call queues that the token has the right to. As CSV there is a column for each saved name on the page, texts are quoted and begin no formula, and the header Next-Token replaces the field. With `state` each conversation has its state; of an abandoned one nothing is kept but what it was.',
    query: [
      {
        name: 'state',
        description: 'One of these states: repeated, or with commas between. Default: wrapup and handled.',
        ...someOf(endedStates),
      },
      typeQuery,
      queueQuery,
      ...valueQuery,
      bomQuery,
      ...pageQuery,
    ],
    answers: { 200: ContactLog },
    refusals: ['unprocessable-content'],
    client: 'contactLog',
    example: { query: { queueId: 'sales' }, status: 200 },
  }) satisfies Reference;
