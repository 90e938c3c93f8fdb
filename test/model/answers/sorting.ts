import { nameOf as storedName } from '../../reference/rules.ts';
import { isInteger } from '../exact.ts';
import type { Bag } from '../requests.ts';
import { definedNames, judgeGuests, rename } from '../rules.ts';
import type { Channel, Taken } from '../world.ts';

/** What a guest has brought: what is taken of it, and what not. */
export interface Sorted {
  readonly accepted: Bag;
  readonly dropped: Taken['dropped'];
}

/** What a channel takes of what a guest has brought. */
export function sort(given: Bag, channel: Channel, isFirst: boolean): Sorted {
  const judged = [...rename(given)].map(([name, sent]) => {
    const reason = whyDropped(name, sent, channel, isFirst);
    return reason === undefined && sent !== null
      ? { name, text: sent, reason: undefined, ...judgeGuests(name, sent) }
      : { name, text: sent, reason };
  });
  return {
    accepted: new Map(judged.flatMap(({ name, text, reason }) => (reason ? [] : [[name, text] as const]))),
    dropped: judged.flatMap(({ name, reason }) => (reason ? [{ name, reason }] : [])),
  };
}

function whyDropped(
  name: string,
  text: string | null,
  { type, allowed, required = [] }: Channel,
  isFirst: boolean,
): string | undefined {
  const listed = allowed.findLast((one) => nameOf(one) === name);
  const isAlwaysTaken = type === 'webchat' && (name === 'name' || name === 'email');
  const isRequired = required.some((one) => nameOf(one) === name);
  if (listed === undefined && !isAlwaysTaken && !isRequired) return 'not-allowed';
  if (type === 'webchat' && !isFirst) return 'too-late';
  if (text === null) return 'wrong-type';
  if (Buffer.byteLength(text) > 8192) return 'too-large';
  return isOfType(text, typeof listed === 'object' ? listed.type : undefined) ? undefined : 'wrong-type';
}

/** What a first message lacks: a text without a visible character is none. */
export function missingOf({ required = [] }: Channel, { accepted }: Sorted): readonly string[] {
  return required.map(nameOf).filter((name) => /^"\s*"$/.test(accepted.get(name) ?? '""'));
}

function nameOf(one: string | { readonly name: string }): string {
  return storedName(definedNames, typeof one === 'string' ? one : one.name);
}

/** Whether a JSON text is of a type; without one, of any but null, object and array. */
function isOfType(text: string, type: string | undefined): boolean {
  const actual = typeof JSON.parse(text);
  if (type === 'integer') return actual === 'number' && isInteger(text);
  return type === undefined ? actual !== 'object' : actual === type;
}
