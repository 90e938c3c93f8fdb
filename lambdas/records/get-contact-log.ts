import { contract } from '#contract/records/get-contact-log.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { weighMediaType } from '#http/chain/accept.ts';
import { operation } from '#http/chain/operation.ts';
import { countResponseBytes, readOneOf, readPage, readText, readType } from '#http/request/page.ts';
import { hasQueue } from '#http/request/rights.ts';
import { writeContactLogCsv } from '#http/response/csv.ts';
import { representHistory } from '#http/response/representations.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/reports/contact-log */
export const handler = operation(
  contract,
  (input) => {
    const filter = {
      states: ['wrapup', 'handled'] as const,
      types: readType(input),
      queueId: readText(input, 'queueId'),
    };
    const bom = readOneOf(input, 'bom', ['true', 'false']) === 'true';
    return { bom, page: { filter, ...readPage(input, 'contact-log', filter) } };
  },
  async ({ bom, page: { tokenOf, ...query } }, { event }) => {
    const isCsv = prefersCsv(event.headers.accept ?? '');
    const { conversations, after } = await index.find({
      accept: (one) => hasQueue(event, one.queueId),
      sizeOf: (one) =>
        countResponseBytes(isCsv ? writeContactLogCsv([one], undefined).text : JSON.stringify(representHistory(one))),
      ...query,
    });
    const nextToken = tokenOf(after);
    if (isCsv) return writeContactLogCsv(conversations, nextToken, { bom });
    return { status: 200, body: { conversations: conversations.map(representHistory), nextToken } };
  },
);

/** CSV where it weighs more than JSON. */
function prefersCsv(header: string): boolean {
  return weighMediaType(header, 'text/csv') > weighMediaType(header, 'application/json');
}
