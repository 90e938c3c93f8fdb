import type { TypeOf } from '#contract/schema.ts';
import type { ConversationNames } from '#contract/schemas/conversations.ts';
import type { Conversation } from '#domain/conversation.ts';

/** The names of pending writes and of secured attributes, in the order in which the store has them. */
export function representNames({ executions, secured }: Conversation): TypeOf<typeof ConversationNames> {
  const all = [...executions];
  return {
    pending: all.flatMap(([execution, { writes }]) =>
      writes.map(({ owner, name, value }) => ({
        execution,
        name,
        target: owner === undefined ? ('conversation' as const) : ('participant' as const),
        participantId: owner,
        ...(value === null && { removes: true as const }),
      })),
    ),
    secured: [...secured.keys()],
    pendingSecured: all.flatMap(([execution, { securedWrites }]) =>
      securedWrites.map(({ name, value }) => ({ execution, name, ...(value === null && { removes: true as const }) })),
    ),
  };
}
