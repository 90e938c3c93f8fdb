import { contract } from '#contract/conversations/find-conversations.ts';
import { channelTypes, states } from '#domain/conversation.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { operation } from '#http/chain/operation.ts';
import { handedOver, oneOfQuery, pageIn, plusQuery, someOfQuery, textQuery } from '#http/request/page.ts';
import { summaryObject } from '#http/response/representations.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/conversations */
export const handler = operation(
  contract,
  (input) => {
    const filter = {
      states: someOfQuery(input, 'state', states),
      type: oneOfQuery(input, 'type', channelTypes),
      queueId: textQuery(input, 'queueId'),
      address: plusQuery(input, 'address'),
      externalId: plusQuery(input, 'externalId'),
    };
    return { filter, ...pageIn(input, 'conversations', filter) };
  },
  async ({ tokenOf, ...query }) => {
    const { conversations, after } = await index.find({
      sizeOf: (one) => handedOver(JSON.stringify(summaryObject(one))),
      ...query,
    });
    return { status: 200, body: { conversations: conversations.map(summaryObject), nextToken: tokenOf(after) } };
  },
);
