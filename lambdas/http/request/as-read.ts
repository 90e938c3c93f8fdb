import type { Participant } from '#domain/conversation.ts';
import { canonicalize, type Json, stringify } from '#domain/json.ts';
import type { AsRead } from '#domain/operations/patch-conversation.ts';
import type { Input } from '#http/request/input.ts';
import { formatOptionalTime } from '#http/response/representations.ts';

/** What is told of a field to who can't have read it. */
const UNREADABLE = 'is read-only: leave it out';

/** Fields of a participant in answers that no patch changes: a body may repeat them. */
export type ReadOnlyFields = { readonly [Field in keyof ReturnType<typeof showReadOnlyFields>]?: unknown };

/**
 * Reads the fields of a participant that a body repeats, if any. A caller that may not read them can't have read
 * them, and is told nothing of them.
 *
 * @param at where the participant is in the body; put before the names.
 */
export function readRepeatedFields(
  input: Pick<Input, 'mayRead' | 'mayShow' | 'violations' | 'rules'>,
  body: ReadOnlyFields,
  at = '',
): { readonly asRead?: AsRead } {
  const fields = Object.keys(showReadOnlyFields()) as (keyof ReadOnlyFields)[];
  const given = fields
    .filter((field) => body[field] !== undefined)
    .map((field) => [field, body[field] as Json] as const);
  if (given.length === 0) return {};
  const { mayRead, violations, rules } = input;
  if (!mayRead) for (const [field] of given) violations.malformed(`${at}${field}`, UNREADABLE);
  const asRead: AsRead = {
    hasLeft: typeof body.endTime === 'string',
    mayRead: (name) => rules.mayRead(name),
    changed: (participant, conversation) => {
      // One in a call queue that the caller may not read: whether it guesses right is not told.
      if (!input.mayShow(conversation)) return given.map(([field]) => ({ name: `${at}${field}`, reason: UNREADABLE }));
      const current = showReadOnlyFields(participant);
      return given
        .filter(
          ([field, value]) => current[field] === undefined || canonicalize(value) !== canonicalize(current[field]),
        )
        .map(([field, value]) => ({ name: `${at}${field}`, reason: explainReadOnly(value) }));
    },
  };
  return { asRead };
}

/** Why a field that is repeated is refused. */
export function explainReadOnly(value: Json): string {
  return `is read-only, and not ${stringify(value)}: send it as it was read, or leave it out`;
}

/** The read-only fields, as all answers show them. */
function showReadOnlyFields({ id, purpose, externalId, addresses = [], endTime }: Partial<Participant> = {}) {
  const shown = addresses.map(({ type, uri }) => ({ type, uri }));
  return { id, purpose, type: purpose, externalId, addresses: shown, endTime: formatOptionalTime(endTime) };
}
