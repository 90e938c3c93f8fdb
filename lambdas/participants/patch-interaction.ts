import type { BodyOf } from '#contract/contract.ts';
import { contract } from '#contract/participants/patch-interaction.ts';
import type { TypeOf } from '#contract/schema.ts';
import type { Written } from '#contract/schemas/conversations.ts';
import type { Conversation } from '#domain/conversation.ts';
import type { Json } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { type ParticipantPatch, patchConversation } from '#domain/operations/patch-conversation.ts';
import type { Violations } from '#domain/refusal.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { explainReadOnly, readRepeatedFields } from '#http/request/as-read.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { matchBodyVersion, namesAll, requirePrecondition } from '#http/request/preconditions.ts';
import { representInteraction, representWritten } from '#http/response/representations.ts';
import { store } from '#http/wiring/indexing-store.ts';

/** PATCH /api/v2/interactions/{conversationId} */
export const handler = attributeOperation(
  contract,
  (input) => {
    const conversationId = input.id('conversationId');
    const { id, participants, version } = input.body;
    if (id !== undefined && id !== conversationId) input.violations.unprocessable('id', explainReadOnly(id as Json));
    noteTooMany(input.violations, participants);
    return {
      operation: readOperationId(input),
      conversationId,
      participants: participants.map((one, position) => ({
        participant: one.id,
        attributes: one.attributes,
        expected: one.if,
        versions: matchBodyVersion(one.version),
        ...readRepeatedFields(input, { ...one, id: undefined }, `participants.${position}.`),
      })),
      versions: [...input.ifMatch, ...matchBodyVersion(version)],
      whyNotMerged: input.whyNotMerged,
      mayCompare: input.mayCompare,
      liveOnly: true,
    };
  },
  async (patch, input) => {
    const isSafe = ({ versions, expected, attributes }: ParticipantPatch) =>
      versions.length > 0 || namesAll(expected, attributes);
    requirePrecondition(patch.versions.length > 0 || patch.participants.every(isSafe));
    const { conversation, participants: ids } = await patchConversation(store, patch);
    const written = representWrittenInteraction(conversation, ids, patch.participants);
    const body = input.mayShow(conversation) ? representInteraction(conversation, await input.view) : written;
    return { status: 200, body, version: conversation.version };
  },
);

type Participants = BodyOf<typeof contract>['participants'];

/**
 * Participants who had left when the interaction was read may be in it too; of the others, only as many as may be
 * present.
 */
function noteTooMany(violations: Violations, participants: Participants): void {
  const present = participants.filter((one) => one.endTime === undefined).length;
  if (present <= limits.participants) return;
  const reason = `has ${present} participants who are present; it may have ${limits.participants} (limit: participants)`;
  violations.unprocessable('participants', reason);
}

/** `ids` are those of the participants that the patches name. A repeated delivery after the end finds none of them. */
function representWrittenInteraction(
  conversation: Conversation,
  ids: readonly string[],
  patches: readonly ParticipantPatch[],
): TypeOf<typeof Written> {
  const participants = patches.flatMap(({ attributes }, position) => {
    const patched = conversation.participants.find(({ id }) => id === ids[position]);
    return patched ? [representWritten(patched, attributes.keys())] : [];
  });
  const names = new Set(patches.flatMap(({ attributes }) => [...attributes.keys()]));
  return { ...representWritten(conversation, names), participants };
}
