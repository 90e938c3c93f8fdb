import { channelTypes, states } from '#domain/conversation.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { json } from '#http/api.ts';
import { storeOptions } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { handedOver, oneOfQuery, pageIn, textQuery, toToken } from '#http/page.ts';
import { summaryObject } from '#http/representations.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/conversations */
export const handler = operation('find-conversations', async (input) => {
  const state = oneOfQuery(input, 'state', states);
  const filter = {
    states: state && [state],
    type: oneOfQuery(input, 'type', channelTypes),
    queueId: textQuery(input, 'queueId'),
    address: textQuery(input, 'address'),
    externalId: textQuery(input, 'externalId'),
  };
  const page = pageIn(input);
  input.refuse();
  const { conversations, after } = await index.find({
    filter,
    sizeOf: (one) => handedOver(JSON.stringify(summaryObject(one))),
    ...page,
  });
  return json(200, { conversations: conversations.map(summaryObject), nextToken: toToken(after) });
});
