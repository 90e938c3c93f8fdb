import { isAlias } from '#domain/conversation.ts';
import { execute, executeAfterRead } from '#domain/execute.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { listParticipants, requireSameOwners, resolveOwner } from '#domain/operations/owner.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Plan, VersionMatch } from '#domain/update.ts';

/** A participant who leaves a conversation. */
export interface RemoveParticipant {
  readonly operation: OperationId;
  readonly conversationId: string;
  /** Its id or alias. */
  readonly participant: string;
  /** Of the participant. */
  readonly versions: readonly VersionMatch[];
}

/**
 * Has a participant leave. It stays with its attributes, which are read by its id and count at the end, and with what
 * a flow has set on it and not flushed yet; but from now on no alias means it, and nothing new is written to it.
 *
 * @throws Refusal `participant-not-found`, also for a participant who has left; `conversation-ended`.
 */
export async function removeParticipant(store: ConversationStore, command: RemoveParticipant): Promise<void> {
  const { operation, conversationId, versions } = command;
  const run = isAlias(command.participant) ? executeAfterRead : execute;
  await run(store, conversationId, operation, (known): Plan => {
    const participant = resolveOwner(command.participant, known) ?? '';
    return {
      require: {
        states: ['active'],
        participants: listParticipants(participant),
        participantVersions: versions.map((match) => ({ ...match, participant })),
        ...requireSameOwners([command.participant], [participant], known),
      },
      changes: { leave: { participant, at: operation.at } },
    };
  });
}
