import { type Conversation, listPresent, type Participant } from '#domain/conversation.ts';
import { executeAfterRead } from '#domain/execute.ts';
import { shortenId } from '#domain/hashes.ts';
import { limits } from '#domain/limits.ts';
import { listLookups } from '#domain/lookups.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { describeParticipant, type NewParticipant } from '#domain/operations/create-conversation.ts';
import { Refusal } from '#domain/refusal.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Plan, Requirements } from '#domain/update.ts';

/** A participant who joins a conversation. */
export interface AddParticipant {
  readonly operation: OperationId;
  readonly conversationId: string;
  readonly participant: NewParticipant;
}

/** Who joined, and the conversation after that. */
export interface Joined {
  readonly conversation: Conversation;
  readonly participant: Participant;
}

/**
 * Adds a participant; answers it as it is now, with the conversation.
 *
 * @throws Refusal `participant-exists`, `too-many-participants`, `conversation-ended`, `channel-takes-no-attributes`.
 */
export async function addParticipant(store: ConversationStore, command: AddParticipant): Promise<Joined> {
  const { conversation, plan, earlier } = await executeAfterRead(
    store,
    command.conversationId,
    command.operation,
    (known) => planJoin(command, known),
  );
  const id = plan?.joined.id ?? earlier?.result;
  const there = conversation.participants.find((one) => one.id === id);
  // A repeated delivery after the end: the participant did join, and nothing is left of its attributes.
  const participant = there ?? { ...describeParticipant(command.participant, []), attributes: new Map() };
  return { conversation, participant };
}

function planJoin(command: AddParticipant, known: Conversation): Plan & { readonly joined: Participant } {
  const joined = describeParticipant(command.participant, known.participants);
  const require: Requirements = {
    states: ['active'],
    // A participant who leaves meanwhile only makes room.
    participantCount: known.participants.length,
    ...(joined.attributes.size > 0 && { takesAttributes: true as const }),
  };
  const refusal = checkRequirements(known, require) ?? checkIdFree(joined, known) ?? checkRoom(known);
  if (refusal) throw refusal;
  const lookups = listLookups({ ...known, participants: [...known.participants, joined] });
  return { result: joined.id, require, changes: { join: joined, lookups }, joined };
}

function checkIdFree(joined: Participant, known: Conversation): Refusal | undefined {
  if (!known.participants.some(({ id }) => shortenId(id) === shortenId(joined.id))) return undefined;
  const message = `Conversation "${known.id}" has a participant "${joined.id}" already: take another id, or none`;
  return new Refusal('participant-exists', message);
}

function checkRoom(known: Conversation): Refusal | undefined {
  const present = listPresent(known).length;
  if (present >= limits.participants) {
    const message = `Conversation "${known.id}" has ${present} participants who are present, which is the limit (participants): one of them must leave first`;
    return new Refusal('too-many-participants', message);
  }
  const all = known.participants.length;
  if (all < limits.allParticipants) return undefined;
  const message = `Conversation "${known.id}" has had ${all} participants, which is the limit (all participants)`;
  return new Refusal('too-many-participants', message);
}
