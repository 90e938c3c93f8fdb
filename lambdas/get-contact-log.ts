import { channelTypes } from '#domain/conversation.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { weight } from '#http/accept.ts';
import { json } from '#http/api.ts';
import { storeOptions } from '#http/conversations.ts';
import { contactLogCsv } from '#http/csv.ts';
import { operation } from '#http/operation.ts';
import { handedOver, oneOfQuery, pageIn, textQuery } from '#http/page.ts';
import { historyObject } from '#http/representations.ts';
import { hasQueue } from '#http/rights.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/reports/contact-log */
export const handler = operation('get-contact-log', async (input) => {
  const filter = {
    states: ['wrapup', 'handled'] as const,
    type: oneOfQuery(input, 'type', channelTypes),
    queueId: textQuery(input, 'queueId'),
  };
  const bom = oneOfQuery(input, 'bom', ['true', 'false']) === 'true';
  const { tokenOf, ...page } = pageIn(input, 'contact-log', filter);
  input.refuse();
  const isCsv = prefersCsv(input.event.headers.accept ?? '');
  const { conversations, after } = await index.find({
    filter,
    accept: (one) => hasQueue(input.event, one.queueId),
    sizeOf: (one) => handedOver(isCsv ? contactLogCsv([one], undefined).body : JSON.stringify(historyObject(one))),
    ...page,
  });
  const nextToken = tokenOf(after);
  if (isCsv) return contactLogCsv(conversations, nextToken, { bom });
  return json(200, { conversations: conversations.map(historyObject), nextToken });
});

/** CSV where it weighs more than JSON. */
function prefersCsv(header: string): boolean {
  return weight(header, 'text/csv') > weight(header, 'application/json');
}
