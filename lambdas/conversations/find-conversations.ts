import { contract } from '#contract/conversations/find-conversations.ts';
import { states } from '#domain/conversation.ts';
import type { FoundConversation } from '#domain/find.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { operation } from '#http/chain/operation.ts';
import { countResponseBytes, readPage, readSomeOf, readText, readTextWithPlus, readType } from '#http/request/page.ts';
import { listReadableQueues, mayReadQueue } from '#http/request/rights.ts';
import { representSummary } from '#http/response/representations.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';

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
    const { event } = input;
    return {
      filter: { ...filter, queueIds: listReadableQueues(event) },
      accept: ({ queueId }: FoundConversation) => mayReadQueue(event, queueId),
      ...readPage(input, 'conversations', filter),
    };
  },
  async ({ tokenOf, ...query }) => {
    const { conversations, after } = await index.find({
      sizeOf: (one) => countResponseBytes(JSON.stringify(representSummary(one))),
      ...query,
    });
    return { status: 200, body: { conversations: conversations.map(representSummary), nextToken: tokenOf(after) } };
  },
);
