import type { Conversation } from '#domain/conversation.ts';
import type { Json } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { type ParticipantPatch, patchConversation } from '#domain/operations/patch-conversation.ts';
import { etag, json } from '#http/api.ts';
import { asReadIn, readOnly } from '#http/as-read.ts';
import { store } from '#http/conversations.ts';
import type { Input } from '#http/input.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { bodyVersion, requirePrecondition } from '#http/preconditions.ts';
import { interactionObject, writtenObject } from '#http/representations.ts';
import { interactionPatch } from '#http/schemas.ts';

/** PATCH /api/v2/interactions/{conversationId} */
export const handler = operation('patch-interaction', async (input) => {
  const conversationId = input.id('conversationId');
  const body = input.body(interactionPatch);
  const bodies = Array.isArray(body.participants) ? body.participants : [];
  const participants = bodies.map((one, position) => ({
    participant: input.checkedId(`participants.${position}.id`, one?.id),
    attributes: input.attributes(
      one?.attributes,
      { values: 'json', removals: true },
      `participants.${position}.attributes`,
    ),
    versions: bodyVersion(one?.version),
    ...asReadIn(input, { ...one, id: undefined }, `participants.${position}.`),
  }));
  if (body.id !== undefined && body.id !== conversationId)
    input.violations.unprocessable('id', readOnly(body.id as Json));
  refuseTooMany(input, bodies);
  const versions = [...input.ifMatch(), ...bodyVersion(body.version)];
  const patch = { operation: operationId(input), conversationId, participants, versions, liveOnly: true };
  input.refuse();
  requirePrecondition(versions.length > 0 || participants.every((one) => one.versions.length > 0));
  const { conversation, participants: ids } = await patchConversation(store, patch);
  const answer = input.mayRead ? interactionObject(conversation) : writtenInteraction(conversation, ids, participants);
  return json(200, answer, etag(conversation.version));
});

/** Who had left when the interaction was read may stand in it too; of others there are no more than may be present. */
function refuseTooMany({ violations }: Input, bodies: readonly { readonly endTime?: unknown }[]): void {
  const present = bodies.filter((one) => one?.endTime === undefined).length;
  if (present <= limits.participants) return;
  const reason = `has ${present} participants who are present; it may have ${limits.participants} (limit: participants)`;
  violations.unprocessable('participants', reason);
}

/** `ids` are those of the participants that the patches name. A repeated delivery after the end finds none of them. */
function writtenInteraction(
  conversation: Conversation,
  ids: readonly string[],
  patches: readonly ParticipantPatch[],
): object {
  const participants = patches.flatMap(({ attributes }, position) => {
    const patched = conversation.participants.find(({ id }) => id === ids[position]);
    return patched ? [writtenObject(patched, attributes.keys())] : [];
  });
  const names = new Set(patches.flatMap(({ attributes }) => [...attributes.keys()]));
  return { ...writtenObject(conversation, names), participants };
}
