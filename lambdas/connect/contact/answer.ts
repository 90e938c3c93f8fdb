import { countUtf8Bytes, isObject, type Json, stringify } from '#domain/json.ts';
import type { LocalAnswer } from '#http/in-process/call.ts';

/** What a flow finds under `$.External`: texts by names. */
export type FlowAnswer = Readonly<Record<string, string>>;

/** Bytes of JSON that Amazon Connect takes of an answer. */
const MAX_BYTES = 32 * 1024;

/** What every answer has. */
const own = { ok: 'true', code: '', message: '', notSet: '' } as const;

/** Names of answers: an attribute that has one is answered with `_` behind it. */
const ownNames: ReadonlySet<string> = new Set([...Object.keys(own), 'flushed', 'unreadable']);

/**
 * The answer to an action that was done.
 *
 * @param attributes values by names; what is no text is answered as its JSON.
 * @param more names of the answer's own.
 */
export function answerDone(attributes: Readonly<Record<string, Json>> = {}, more: FlowAnswer = {}): FlowAnswer {
  const named = Object.entries(attributes).map(([name, value]) => [nameInFlow(name), textOf(value)] as const);
  const answer = { ...Object.fromEntries(named), ...own, ...more };
  const bytes = countUtf8Bytes(JSON.stringify(answer));
  if (bytes <= MAX_BYTES) return answer;
  return answerRefused(
    'answer-too-large',
    `The answer would have ${bytes} bytes, and Amazon Connect takes ${MAX_BYTES}: name the attributes that the flow needs`,
  );
}

/** The answer to an action that was refused. */
export function answerRefused(code: string, message: string): FlowAnswer {
  return { ...own, ok: 'false', code, message };
}

/** The same, as an operation has refused it. */
export function answerRefusal({ body: { code, detail } }: LocalAnswer): FlowAnswer {
  return answerRefused(String(code), String(detail));
}

/** Names as a flow takes them: with commas between. */
export function joinNames(list: Json | undefined): string {
  if (!Array.isArray(list)) return '';
  return list.map((one) => (isObject(one) ? one.name : one)).join(',');
}

/** The attributes that an operation answers. */
export function readAttributes({ body: { attributes } }: LocalAnswer): Readonly<Record<string, Json>> {
  return attributes !== undefined && isObject(attributes) ? attributes : {};
}

/** Amazon Connect knows letters, digits, `-` and `_` in the names of an answer. */
function nameInFlow(name: string): string {
  const known = name.replaceAll(/[^\w-]/g, '_');
  return ownNames.has(known) ? `${known}_` : known;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : stringify(value);
}
