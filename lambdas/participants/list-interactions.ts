import { contract } from '#contract/participants/list-interactions.ts';
import type { FoundConversation } from '#domain/find.ts';
import { listInteractions } from '#domain/operations/list-interactions.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import {
  countResponseBytes,
  readLiveStates,
  readOneOf,
  readPage,
  readText,
  readTextWithPlus,
  readType,
} from '#http/request/page.ts';
import { listReadableQueues, mayReadQueue } from '#http/request/rights.ts';
import { representListedInteraction } from '#http/response/representations.ts';
import { store, storeOptions } from '#http/wiring/conversation-store.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/interactions */
export const handler = attributeOperation(
  contract,
  (input) => {
    const filter = {
      states: readLiveStates(input),
      types: readType(input),
      queueId: readText(input, 'queueId'),
      address: readTextWithPlus(input, 'address'),
      externalId: readTextWithPlus(input, 'externalId'),
    };
    const hasAttributes = readOneOf(input, 'expand', ['attributes']) !== undefined;
    const { event } = input;
    return {
      filter: { ...filter, queueIds: listReadableQueues(event) },
      accept: ({ queueId }: FoundConversation) => mayReadQueue(event, queueId),
      hasAttributes,
      ...readPage(input, 'interactions', filter),
    };
  },
  async ({ tokenOf, hasAttributes, ...query }, { view: ready }) => {
    const view = await ready;
    const { interactions, after } = await listInteractions(index, store, {
      represent: (one) => representListedInteraction(one, hasAttributes, view),
      sizeOf: (shown) => countResponseBytes(JSON.stringify(shown)),
      ...query,
    });
    return { status: 200, body: { interactions, nextToken: tokenOf(after) } };
  },
);
