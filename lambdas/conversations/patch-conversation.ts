import { contract } from '#contract/conversations/patch-conversation.ts';
import { endConversation } from '#domain/operations/end-conversation.ts';
import { type PatchConversation, patchConversation } from '#domain/operations/patch-conversation.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { requireMove } from '#http/chain/authorize.ts';
import type { Input } from '#http/request/input.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { matchBodyVersion, namesAll, requirePrecondition } from '#http/request/preconditions.ts';
import { hasQueue } from '#http/request/rights.ts';
import { representConversation, representWritten } from '#http/response/representations.ts';
import { endDependencies } from '#http/wiring/end-dependencies.ts';
import { store } from '#http/wiring/indexing-store.ts';

/** PATCH /api/v2/conversations/{conversationId} */
export const handler = attributeOperation(
  contract,
  (input) => {
    const { state, data, if: expected, version, queueId, wrapup } = input.body;
    const patch = {
      operation: readOperationId(input),
      conversationId: input.id('conversationId'),
      queueId,
      authorize: authorizeMove(input, queueId),
      wrapup: omitAbsent(wrapup),
      data,
      expected,
      mayCompare: input.mayCompare,
      whyNotMerged: input.whyNotMerged,
      versions: [...input.ifMatch, ...matchBodyVersion(version)],
    };
    return { state, patch };
  },
  async ({ state, patch }, input) => {
    if (patch.data) requirePrecondition(patch.versions.length > 0 || namesAll(patch.expected, patch.data));
    const conversation = state
      ? await endConversation(store, endDependencies, { ...patch, state })
      : (await patchConversation(store, patch)).conversation;
    const written = representWritten(conversation, patch.data?.keys() ?? []);
    return {
      status: 200,
      body: input.mayShow(conversation) ? representConversation(conversation, await input.view) : written,
      version: conversation.version,
    };
  },
);

/** A caller with the right to every call queue may move the conversation whichever queue it is in. */
function authorizeMove({ event }: Pick<Input, 'event'>, to: string | null | undefined): PatchConversation['authorize'] {
  return hasQueue(event, undefined) ? undefined : ({ queueId: from }) => requireMove(event, from, to ?? undefined);
}

function omitAbsent(wrapup: { code?: string | undefined; notes?: string | undefined } | undefined) {
  const { code, notes } = wrapup ?? {};
  if (code === undefined && notes === undefined) return undefined;
  return { ...(code !== undefined && { code }), ...(notes !== undefined && { notes }) };
}
