import { contract } from '#contract/media/list-media-conversations.ts';
import { MEDIA_PAGE_SIZE } from '#contract/schemas/media.ts';
import type { FoundConversation } from '#domain/find.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readMedia } from '#http/request/media.ts';
import { readPage } from '#http/request/page.ts';
import { listReadableQueues, mayReadQueue } from '#http/request/rights.ts';
import { representMediaConversation } from '#http/response/media.ts';
import { store, storeOptions } from '#http/wiring/conversation-store.ts';

const index = new DynamoDbConversationIndex(storeOptions);

/** GET /api/v2/conversations/calls, and so for every kind of media */
export const handler = attributeOperation(
  contract,
  (input) => {
    const { types, uri } = readMedia(input.event);
    const filter = { states: ['active', 'wrapup'] as const, types };
    const { limit, ...page } = readPage(input, 'media', filter);
    const given = new URLSearchParams(input.event.rawQueryString);
    const { event } = input;
    return {
      uri,
      given,
      filter: { ...filter, queueIds: listReadableQueues(event) },
      accept: ({ queueId }: FoundConversation) => mayReadQueue(event, queueId),
      ...page,
      limit: Math.min(limit, MEDIA_PAGE_SIZE),
    };
  },
  async ({ uri, given, tokenOf, ...query }, { view: ready }) => {
    const { conversations: found, after } = await index.find({ sizeOf: () => 0, ...query });
    const read = await Promise.all(found.map(({ id }) => store.read(id)));
    const view = await ready;
    // One that has been erased since is not there, or it is in another call queue now.
    const entities = read.flatMap((one) =>
      one && query.accept(one) ? [representMediaConversation(one, uri, view)] : [],
    );
    const token = tokenOf(after);
    const next = new URLSearchParams(given);
    if (token !== undefined) next.set('nextToken', token);
    return {
      status: 200,
      body: {
        entities,
        pageSize: query.limit,
        selfUri: given.size === 0 ? uri : `${uri}?${given}`,
        nextUri: token === undefined ? undefined : `${uri}?${next}`,
      },
    };
  },
);
