import type { AttributeChanges } from '#domain/attributes.ts';
import type { Owner } from '#domain/conversation.ts';
import { execute } from '#domain/execute.ts';
import { shortKey } from '#domain/keys.ts';
import { participantsIn, resolveOwner } from '#domain/operations/owner.ts';
import type { Store } from '#domain/store.ts';
import type { OperationId, Plan } from '#domain/update.ts';

/** A **set**: attributes that a flow execution will have written at its next flush. */
export interface SetAttributes {
  readonly operation: OperationId;
  readonly conversationId: string;
  readonly flowExecutionId: string;
  /** A participant's id or alias; undefined for the conversation's `data`. */
  readonly owner: Owner;
  readonly attributes: AttributeChanges;
}

/** Keeps pending writes durably, visible to this execution only. Answers the conversation's revision at the set. */
export async function setAttributes(store: Store, command: SetAttributes): Promise<{ revision: number }> {
  const { conversation, earlier } = await execute(store, command.conversationId, command.operation, (known): Plan => {
    const owner = resolveOwner(command.owner, known);
    return {
      require: { takesAttributes: true, states: ['active'], participants: participantsIn(owner) },
      changes: {
        pend: {
          execution: shortKey(command.flowExecutionId),
          writes: { owner, attributes: command.attributes },
          at: command.operation.at,
        },
      },
    };
  });
  return { revision: earlier ? earlier.revision + 1 : conversation.revision };
}
