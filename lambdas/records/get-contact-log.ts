import { contract } from '#contract/records/get-contact-log.ts';
import { endedStates, type FoundConversation } from '#domain/find.ts';
import { keepsValue } from '#domain/found-by.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { weighMediaType } from '#http/chain/accept.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { countResponseBytes, readOneOf, readPage, readSomeOf, readText, readType } from '#http/request/page.ts';
import { hasQueue } from '#http/request/rights.ts';
import { findValueSearch, readAskedValue } from '#http/request/value-search.ts';
import { writeContactLogCsv } from '#http/response/csv.ts';
import { representHistory } from '#http/response/representations.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/reports/contact-log */
export const handler = attributeOperation(
  contract,
  (input) => {
    const states = readSomeOf(input, 'state', endedStates);
    const filter = {
      states: states ?? ['wrapup', 'handled'],
      types: readType(input),
      queueId: readText(input, 'queueId'),
    };
    const asked = readAskedValue(input);
    const bom = readOneOf(input, 'bom', ['true', 'false']) === 'true';
    return {
      form: { bom, hasState: states !== undefined },
      asked,
      page: { filter, ...readPage(input, 'contact-log', { ...filter, ...asked }) },
    };
  },
  async ({ form, asked, page: { tokenOf, filter, ...query } }, { event, view: ready }) => {
    const view = await ready;
    const value = asked && findValueSearch(asked, view);
    const represent = (one: FoundConversation) => ({
      ...representHistory(one, view),
      state: form.hasState ? endedStates.find((state) => state === one.state) : undefined,
    });
    const show = ({ saved, ...one }: FoundConversation) => ({ ...one, ...(saved && { saved: view.show(saved) }) });
    const isCsv = prefersCsv(event.headers.accept ?? '');
    const { conversations, after } = await index.find({
      filter: { ...filter, value },
      accept: (one) => hasQueue(event, one.queueId) && (value === undefined || keepsValue(one, value)),
      withSaved: true,
      sizeOf: (one) =>
        countResponseBytes(
          isCsv ? writeContactLogCsv([show(one)], undefined, form).text : JSON.stringify(represent(one)),
        ),
      ...query,
    });
    const nextToken = tokenOf(after);
    if (isCsv) return writeContactLogCsv(conversations.map(show), nextToken, form);
    return { status: 200, body: { conversations: conversations.map(represent), nextToken } };
  },
);

/** CSV where it weighs more than JSON. */
function prefersCsv(header: string): boolean {
  return weighMediaType(header, 'text/csv') > weighMediaType(header, 'application/json');
}
