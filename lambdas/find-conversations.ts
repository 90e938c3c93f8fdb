import { channelTypes, states } from '#domain/conversation.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { json } from '#http/api.ts';
import { storeOptions } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { handedOver, oneOfQuery, pageIn, plusQuery, someOfQuery, textQuery } from '#http/page.ts';
import { summaryObject } from '#http/representations.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/conversations */
export const handler = operation('find-conversations', async (input) => {
  const filter = {
    states: someOfQuery(input, 'state', states),
    type: oneOfQuery(input, 'type', channelTypes),
    queueId: textQuery(input, 'queueId'),
    address: plusQuery(input, 'address'),
    externalId: plusQuery(input, 'externalId'),
  };
  const { tokenOf, ...page } = pageIn(input, 'conversations', filter);
  input.refuse();
  const { conversations, after } = await index.find({
    filter,
    sizeOf: (one) => handedOver(JSON.stringify(summaryObject(one))),
    ...page,
  });
  return json(200, { conversations: conversations.map(summaryObject), nextToken: tokenOf(after) });
});
