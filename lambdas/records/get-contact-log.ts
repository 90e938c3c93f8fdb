import { contract } from '#contract/records/get-contact-log.ts';
import { channelTypes } from '#domain/conversation.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { weight } from '#http/chain/accept.ts';
import { operation } from '#http/chain/operation.ts';
import { handedOver, oneOfQuery, pageIn, textQuery } from '#http/request/page.ts';
import { hasQueue } from '#http/request/rights.ts';
import { contactLogCsv } from '#http/response/csv.ts';
import { historyObject } from '#http/response/representations.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/reports/contact-log */
export const handler = operation(
  contract,
  (input) => {
    const filter = {
      states: ['wrapup', 'handled'] as const,
      type: oneOfQuery(input, 'type', channelTypes),
      queueId: textQuery(input, 'queueId'),
    };
    const bom = oneOfQuery(input, 'bom', ['true', 'false']) === 'true';
    return { bom, page: { filter, ...pageIn(input, 'contact-log', filter) } };
  },
  async ({ bom, page: { tokenOf, ...query } }, { event }) => {
    const isCsv = prefersCsv(event.headers.accept ?? '');
    const { conversations, after } = await index.find({
      accept: (one) => hasQueue(event, one.queueId),
      sizeOf: (one) => handedOver(isCsv ? contactLogCsv([one], undefined).text : JSON.stringify(historyObject(one))),
      ...query,
    });
    const nextToken = tokenOf(after);
    if (isCsv) return contactLogCsv(conversations, nextToken, { bom });
    return { status: 200, body: { conversations: conversations.map(historyObject), nextToken } };
  },
);

/** CSV where it weighs more than JSON. */
function prefersCsv(header: string): boolean {
  return weight(header, 'text/csv') > weight(header, 'application/json');
}
