import { contract } from '#contract/conversations/find-conversations.ts';
import { isLive, states } from '#domain/conversation.ts';
import type { FoundConversation } from '#domain/find.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { operation } from '#http/chain/operation.ts';
import { countResponseBytes, readPage, readSomeOf, readText, readTextWithPlus, readType } from '#http/request/page.ts';
import { callerOf, hasQueue, listReadableQueues, mayReadQueue } from '#http/request/rights.ts';
import { findValueSearch, readAskedValue } from '#http/request/value-search.ts';
import { representSummary } from '#http/response/representations.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';
import { rules } from '#http/wiring/rules.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/conversations */
export const handler = operation(
  contract,
  (input) => {
    const filter = {
      states: readSomeOf(input, 'state', states),
      types: readType(input),
      queueId: readText(input, 'queueId'),
      address: readTextWithPlus(input, 'address'),
      externalId: readTextWithPlus(input, 'externalId'),
    };
    const asked = readAskedValue(input);
    const { event } = input;
    // Of what is kept of a conversation its call queue decides who sees it, wherever it is asked for.
    const showsKept = ({ state, queueId }: FoundConversation) => isLive(state) || hasQueue(event, queueId);
    return {
      filter: { ...filter, queueIds: listReadableQueues(event) },
      asked,
      accept: (one: FoundConversation) => mayReadQueue(event, one.queueId) && (asked === undefined || showsKept(one)),
      ...readPage(input, 'conversations', { ...filter, ...asked }),
    };
  },
  async ({ tokenOf, asked, filter, ...query }, { event }) => {
    const value = asked && findValueSearch(asked, (await rules.get()).for(callerOf(event)));
    const { conversations, after } = await index.find({
      filter: { ...filter, value },
      sizeOf: (one) => countResponseBytes(JSON.stringify(representSummary(one))),
      ...query,
    });
    return { status: 200, body: { conversations: conversations.map(representSummary), nextToken: tokenOf(after) } };
  },
);
