import type { AttributeChanges } from '#domain/attributes.ts';
import type { OwnerName } from '#domain/conversation.ts';
import { execute, executeAfterRead } from '#domain/execute.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { type FlowCaller, markExecution, requireOwnExecution } from '#domain/operations/flow-caller.ts';
import {
  isWrongGuess,
  listParticipants,
  OwnerGuess,
  requireSameOwners,
  resolveOwner,
} from '#domain/operations/owner.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Plan } from '#domain/update.ts';

/** A **set**: attributes that a flow execution will have written at its next flush. */
export interface SetAttributes {
  readonly operation: OperationId;
  readonly conversationId: string;
  readonly caller: FlowCaller;
  readonly owner: OwnerName;
  readonly attributes: AttributeChanges;
  /** What earlier sets have found out. @default they have found out nothing */
  readonly guess?: OwnerGuess;
}

/** Keeps pending writes durably, visible to this execution only. Answers the conversation's revision at the set. */
export async function setAttributes(store: ConversationStore, command: SetAttributes): Promise<{ revision: number }> {
  const { operation, conversationId, attributes, caller, guess = new OwnerGuess() } = command;
  const { execution } = caller;
  const isKnown = guess.isWorthTrying(command.owner);
  const run = isKnown ? execute : executeAfterRead;
  const { conversation, earlier } = await run(store, conversationId, operation, (known): Plan => {
    if (isKnown && known && isWrongGuess(command.owner, known)) guess.wasWrong(command.owner);
    const owner = resolveOwner(command.owner, known);
    return {
      require: {
        ...requireOwnExecution(caller),
        takesAttributes: true,
        states: ['active'],
        participants: listParticipants(owner),
        ...requireSameOwners([command.owner], [owner], known),
      },
      changes: {
        ...markExecution(caller),
        ...(attributes.size > 0 && { pend: { execution, writes: { owner, attributes }, at: operation.at } }),
      },
    };
  });
  return { revision: earlier ? earlier.revision + 1 : conversation.revision };
}
