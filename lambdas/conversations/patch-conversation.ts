import { contract } from '#contract/conversations/patch-conversation.ts';
import { endConversation } from '#domain/operations/end-conversation.ts';
import { type PatchConversation, patchConversation } from '#domain/operations/patch-conversation.ts';
import { requireMove } from '#http/chain/authorize.ts';
import { operation } from '#http/chain/operation.ts';
import type { Input } from '#http/request/input.ts';
import { operationId } from '#http/request/operation-id.ts';
import { bodyVersion, requirePrecondition } from '#http/request/preconditions.ts';
import { hasQueue } from '#http/request/rights.ts';
import { conversationObject, writtenObject } from '#http/response/representations.ts';
import { store } from '#http/wiring/conversation-store.ts';
import { ending } from '#http/wiring/end-dependencies.ts';

/** PATCH /api/v2/conversations/{conversationId} */
export const handler = operation(
  contract,
  (input) => {
    const { state, data, version, queueId, wrapup } = input.body;
    const patch = {
      operation: operationId(input),
      conversationId: input.id('conversationId'),
      queueId,
      authorize: moving(input, queueId),
      wrapup: present(wrapup),
      data,
      versions: [...input.ifMatch, ...bodyVersion(version)],
    };
    return { state, patch };
  },
  async ({ state, patch }, { mayRead }) => {
    if (patch.data) requirePrecondition(patch.versions.length > 0);
    const conversation = state
      ? await endConversation(store, ending, { ...patch, state })
      : (await patchConversation(store, patch)).conversation;
    const written = writtenObject(conversation, patch.data?.keys() ?? []);
    return { status: 200, body: mayRead ? conversationObject(conversation) : written, version: conversation.version };
  },
);

/** Who has the right to every call queue needs no look at the one that the conversation is in. */
function moving({ event }: Pick<Input, 'event'>, to: string | null | undefined): PatchConversation['authorize'] {
  return hasQueue(event, undefined) ? undefined : ({ queueId: from }) => requireMove(event, from, to ?? undefined);
}

function present(wrapup: { code?: string | undefined; notes?: string | undefined } | undefined) {
  const { code, notes } = wrapup ?? {};
  if (code === undefined && notes === undefined) return undefined;
  return { ...(code !== undefined && { code }), ...(notes !== undefined && { notes }) };
}
