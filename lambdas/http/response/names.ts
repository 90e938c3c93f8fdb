import type { TypeOf } from '#contract/schema.ts';
import type { ConversationNames } from '#contract/schemas/conversations.ts';
import type { Conversation } from '#domain/conversation.ts';
import type { View } from '#domain/rules.ts';

/** The names of pending writes and of secured attributes that the caller may know, in the order in which the store has them. */
export function representNames(
  { executions, secured }: Conversation,
  view: Pick<View, 'hides'>,
): TypeOf<typeof ConversationNames> {
  const isTold = ({ name }: { readonly name: string }) => !view.hides(name);
  const all = [...executions];
  return {
    pending: all.flatMap(([execution, { writes }]) =>
      writes.filter(isTold).map(({ owner, name, value }) => ({
        execution,
        name,
        target: owner === undefined ? ('conversation' as const) : ('participant' as const),
        participantId: owner,
        ...(value === null && { removes: true as const }),
      })),
    ),
    secured: [...secured.keys()].filter((name) => !view.hides(name)),
    pendingSecured: all.flatMap(([execution, { securedWrites }]) =>
      securedWrites
        .filter(isTold)
        .map(({ name, value }) => ({ execution, name, ...(value === null && { removes: true as const }) })),
    ),
  };
}
