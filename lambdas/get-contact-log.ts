import { channelTypes } from '#domain/conversation.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { accepts } from '#http/accept.ts';
import { json } from '#http/api.ts';
import { hasQueue } from '#http/authorize.ts';
import { storeOptions } from '#http/conversations.ts';
import { contactLogCsv } from '#http/csv.ts';
import { operation } from '#http/operation.ts';
import { oneOfQuery, pageIn, toToken } from '#http/page.ts';
import { historyObject } from '#http/representations.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/reports/contact-log */
export const handler = operation('get-contact-log', async (input) => {
  const type = oneOfQuery(input, 'type', channelTypes);
  const queueId = input.query.get('queueId') ?? undefined;
  const page = pageIn(input);
  input.refuse();
  const { conversations, after } = await index.find({
    filter: { states: ['wrapup', 'handled'], type, queueId },
    accept: (one) => hasQueue(input.event, one.queueId),
    ...page,
  });
  const nextToken = toToken(after);
  if (prefersCsv(input.event.headers.accept ?? '')) return contactLogCsv(conversations, nextToken);
  return json(200, { conversations: conversations.map(historyObject), nextToken });
});

/** CSV where it is named, and JSON is not. */
function prefersCsv(header: string): boolean {
  return accepts(header, 'text/csv') && !accepts(header, 'application/json');
}
