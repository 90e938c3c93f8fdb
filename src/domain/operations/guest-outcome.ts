import type { Sorted } from '#domain/channel.ts';
import type { Conversation } from '#domain/conversation.ts';
import { type Json, stringify } from '#domain/json.ts';
import type { OperationId } from '#domain/operation-ids.ts';

/** What a guest brought, in a write under this id. */
interface Brought {
  readonly operation: OperationId;
  readonly attributes: ReadonlyMap<string, Json>;
}

/** What became of an attribute, as a letter: why it was dropped, or `a` if it was accepted. */
const REASON_BY_LETTER = { a: undefined, n: 'not-allowed', w: 'wrong-type', t: 'too-late', l: 'too-large' } as const;

/** Letters that are kept with a message, at most: for more names than a list can allow. */
const MAX_LETTERS = 128;

/**
 * What became of each attribute, in the order of the message. A repeated delivery is answered from this, since the
 * allowed list may have changed.
 */
export function encodeOutcome(attributes: Brought['attributes'], { dropped }: Sorted): { readonly result?: string } {
  if (attributes.size > MAX_LETTERS) return {};
  const reasons = new Map(dropped.map(({ name, reason }) => [name, reason]));
  const letterOf = (name: string) =>
    Object.entries(REASON_BY_LETTER).find(([, reason]) => reason === reasons.get(name))?.[0];
  return { result: [...attributes.keys()].map(letterOf).join('') };
}

/** What became of the attributes at the first delivery, if there was one and the conversation remembers it. */
export function decodeOutcome({ attributes, operation }: Brought, conversation: Conversation): Sorted | undefined {
  const result = conversation.operations.get(operation.key)?.result;
  if (result?.length !== attributes.size) return undefined;
  const each = [...attributes].map(([name, value], position) => {
    return { name, value, reason: REASON_BY_LETTER[result[position] as keyof typeof REASON_BY_LETTER] };
  });
  return {
    accepted: new Map(each.flatMap(({ name, value, reason }) => (reason ? [] : [[name, stringify(value)] as const]))),
    dropped: each.flatMap(({ name, reason }) => (reason ? [{ name, reason }] : [])),
  };
}
