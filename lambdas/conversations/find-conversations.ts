import { contract } from '#contract/conversations/find-conversations.ts';
import { states } from '#domain/conversation.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { operation } from '#http/chain/operation.ts';
import { countResponseBytes, readPage, readSomeOf, readText, readTextWithPlus, readType } from '#http/request/page.ts';
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
    return { filter, ...readPage(input, 'conversations', filter) };
  },
  async ({ tokenOf, ...query }) => {
    const { conversations, after } = await index.find({
      sizeOf: (one) => countResponseBytes(JSON.stringify(representSummary(one))),
      ...query,
    });
    return { status: 200, body: { conversations: conversations.map(representSummary), nextToken: tokenOf(after) } };
  },
);
