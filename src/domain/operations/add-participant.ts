import { type Conversation, type Participant, presentIn } from '#domain/conversation.ts';
import { executeKnown } from '#domain/execute.ts';
import { shortKey } from '#domain/keys.ts';
import { limits } from '#domain/limits.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { joining, type NewParticipant } from '#domain/operations/create-conversation.ts';
import { Refusal } from '#domain/refusal.ts';
import { unmet } from '#domain/requirements.ts';
import type { Store } from '#domain/store.ts';
import type { Plan, Requirements } from '#domain/update.ts';

/** A participant who joins a conversation. */
export interface AddParticipant {
  readonly operation: OperationId;
  readonly conversationId: string;
  readonly participant: NewParticipant;
}

/**
 * Adds a participant; answers it as it is now.
 *
 * @throws Refusal `participant-exists`, `too-many-participants`, `conversation-ended`, `channel-takes-no-attributes`.
 */
export async function addParticipant(store: Store, command: AddParticipant): Promise<Participant> {
  const { conversation, plan, earlier } = await executeKnown(
    store,
    command.conversationId,
    command.operation,
    (known) => planJoin(command, known),
  );
  const id = plan?.joined.id ?? earlier?.result;
  const participant = conversation.participants.find((one) => one.id === id);
  // A repeated delivery after the end: whoever joined did join, and nothing is left of their attributes.
  return participant ?? { ...joining(command.participant, []), attributes: new Map() };
}

function planJoin(command: AddParticipant, known: Conversation): Plan & { readonly joined: Participant } {
  const joined = joining(command.participant, known.participants);
  const require: Requirements = {
    states: ['active'],
    // Those who leave meanwhile only make room.
    participantCount: known.participants.length,
    ...(joined.attributes.size > 0 && { takesAttributes: true as const }),
  };
  const refusal = unmet(known, require) ?? taken(joined, known) ?? full(known);
  if (refusal) throw refusal;
  return { result: joined.id, require, changes: { join: joined }, joined };
}

function taken(joined: Participant, known: Conversation): Refusal | undefined {
  if (!known.participants.some(({ id }) => shortKey(id) === shortKey(joined.id))) return undefined;
  const message = `Conversation "${known.id}" has a participant "${joined.id}" already: take another id, or none`;
  return new Refusal('participant-exists', message);
}

function full(known: Conversation): Refusal | undefined {
  const present = presentIn(known).length;
  if (present >= limits.participants) {
    const message = `Conversation "${known.id}" has ${present} participants who are present, which is the limit (participants): somebody must leave first`;
    return new Refusal('too-many-participants', message);
  }
  const all = known.participants.length;
  if (all < limits.allParticipants) return undefined;
  const message = `Conversation "${known.id}" has had ${all} participants, which is the limit (all participants)`;
  return new Refusal('too-many-participants', message);
}
