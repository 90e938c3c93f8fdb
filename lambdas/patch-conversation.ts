import { endConversation } from '#domain/operations/end-conversation.ts';
import { type PatchConversation, patchConversation } from '#domain/operations/patch-conversation.ts';
import { etag, json } from '#http/api.ts';
import { requireMove } from '#http/authorize.ts';
import { store } from '#http/conversations.ts';
import { ending } from '#http/ending.ts';
import type { Input } from '#http/input.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { bodyVersion, requirePrecondition } from '#http/preconditions.ts';
import { conversationObject, writtenObject } from '#http/representations.ts';
import { hasQueue } from '#http/rights.ts';
import { conversationPatch } from '#http/schemas.ts';

/** PATCH /api/v2/conversations/{conversationId} */
export const handler = operation('patch-conversation', async (input) => {
  const conversationId = input.id('conversationId');
  const { state, data: bag, version, queueId, wrapup } = input.body(conversationPatch);
  const data = bag === undefined ? undefined : input.attributes(bag, { values: 'json', removals: true }, 'data');
  const versions = [...input.ifMatch(), ...bodyVersion(version)];
  const patch = {
    operation: operationId(input),
    conversationId,
    queueId,
    authorize: moving(input, queueId),
    wrapup: present(wrapup),
    data,
    versions,
  };
  input.refuse();
  if (data) requirePrecondition(versions.length > 0);
  const conversation = state
    ? await endConversation(store, ending, { ...patch, state })
    : (await patchConversation(store, patch)).conversation;
  const answer = input.mayRead ? conversationObject(conversation) : writtenObject(conversation, data?.keys() ?? []);
  return json(200, answer, etag(conversation.version));
});

/** Who has the right to every call queue needs no look at the one that the conversation is in. */
function moving({ event }: Input, to: string | null | undefined): PatchConversation['authorize'] {
  return hasQueue(event, undefined) ? undefined : ({ queueId: from }) => requireMove(event, from, to ?? undefined);
}

function present(wrapup: { code?: string | undefined; notes?: string | undefined } | undefined) {
  const { code, notes } = wrapup ?? {};
  if (code === undefined && notes === undefined) return undefined;
  return { ...(code !== undefined && { code }), ...(notes !== undefined && { notes }) };
}
