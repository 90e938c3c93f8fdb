import { ANY_REQUEST, type AppliedOperation, UNKEYED } from '#domain/operation-ids.ts';
import { names } from '#dynamodb/names.ts';

/** The first byte of the stamps. */
const VERSION = 1;

/** Operation keys are 9 bytes as base64url. In a set they are 11 printable characters: 94 to the 11th is above 2 to the 72nd. */
const KEY = /^[\w-]{12}$/;
const DIGITS = 94n;
const FIRST_DIGIT = 33;
const KEY_LENGTH = 11;

/** How much is kept of a fingerprint: 30 bits, in 4 bytes. */
const FINGERPRINT = /^[\w-]{8}$/;
const FINGERPRINT_LENGTH = 5;
const FINGERPRINT_BYTES = 4;

/** The part of an item that has them. */
type Item = Record<string, unknown>;

/** Keys of operations with what is kept of them. */
type Entries = readonly (readonly [key: string, operation: AppliedOperation])[];

/** A key as it is in the set, or undefined if it is none that was made for an operation id: that one stays an entry of its own. */
export function compactKey(key: string): string | undefined {
  if (!KEY.test(key)) return undefined;
  let rest = BigInt(`0x${Buffer.from(key, 'base64url').toString('hex')}`);
  let text = '';
  for (; text.length < KEY_LENGTH; rest /= DIGITS)
    text = String.fromCharCode(FIRST_DIGIT + Number(rest % DIGITS)) + text;
  return text;
}

function expandKey(text: string): string {
  let number = 0n;
  for (const digit of text) number = number * DIGITS + BigInt(digit.charCodeAt(0) - FIRST_DIGIT);
  return Buffer.from(number.toString(16).padStart(18, '0'), 'hex').toString('base64url');
}

/** Whether an operation id can be kept in the compact form: it has no answer, and a key and fingerprint as requests make them. */
export function isCompactable(key: string, { fingerprint, result }: AppliedOperation): boolean {
  const isKnown = fingerprint === UNKEYED || fingerprint === ANY_REQUEST || FINGERPRINT.test(fingerprint);
  return result === undefined && isKnown && KEY.test(key);
}

/**
 * Many operation ids in 13 to 19 bytes each: the set of their keys, by which a write tells that it was applied, and in the
 * order of the keys what is kept of each. Nothing for none.
 */
export function encodeCompact(entries: Entries): Item {
  if (entries.length === 0) return {};
  const inOrder = entries.map(([key, operation]) => [compactKey(key) ?? '', operation] as const);
  inOrder.sort(([a], [b]) => (a < b ? -1 : 1));
  const newest = Math.max(...inOrder.map(([, { revision }]) => revision));
  const latest = Math.max(...inOrder.map(([, { at }]) => at));
  const bytes = [VERSION, ...encodeNumber(newest), ...encodeNumber(latest)];
  for (const [, { revision, at, fingerprint }] of inOrder) {
    const kind = fingerprint === UNKEYED ? 0 : fingerprint === ANY_REQUEST ? 1 : 2;
    bytes.push(...encodeNumber(newest - revision), ...encodeNumber((latest - at) * 3 + kind));
    if (kind === 2) bytes.push(...Buffer.from(`${fingerprint.slice(0, FINGERPRINT_LENGTH)}A`, 'base64url'));
  }
  return { [names.ids]: new Set(inOrder.map(([key]) => key)), [names.idStamps]: Uint8Array.from(bytes) };
}

/** The operation ids that an item has in the compact form. @throws Error for a version that this one does not know. */
export function decodeCompact({ [names.ids]: ids, [names.idStamps]: stamps }: Item): Entries {
  if (!(ids instanceof Set && stamps instanceof Uint8Array)) return [];
  if (stamps[0] !== VERSION) throw new Error(`operation ids have version ${stamps[0]}; this release knows ${VERSION}`);
  let position = 1;
  const next = () => {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = stamps[position++] ?? 0;
      number += (byte % 128) * scale;
      if (byte < 128) return number;
    }
  };
  const [newest, latest] = [next(), next()];
  return [...(ids as Set<string>)].sort().map((text) => {
    const revision = newest - next();
    const time = next();
    const kind = time % 3;
    let fingerprint: string = kind === 0 ? UNKEYED : ANY_REQUEST;
    if (kind === 2) {
      const end = position + FINGERPRINT_BYTES;
      fingerprint = Buffer.from(stamps.slice(position, end)).toString('base64url').slice(0, FINGERPRINT_LENGTH);
      position = end;
    }
    const at = latest - Math.floor(time / 3);
    return [expandKey(text), { fingerprint, at, revision, isCompact: true }];
  });
}

/** A whole number in as many bytes as it takes, 7 bits in each, the lowest first. */
function encodeNumber(number: number): readonly number[] {
  if (number < 128) return [number];
  return [128 + (number % 128), ...encodeNumber(Math.floor(number / 128))];
}
