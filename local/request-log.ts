import { styleText } from 'node:util';
import type { Answered } from './gateway/receive.ts';

/**
 * A line for a request, such as `POST /api/v2/conversations 201 6 ms`. Colours heed `NO_COLOR`.
 * @param columns - of the terminal: a path that is too long lacks its middle. @default any length
 */
export function formatRequestLine({ method, path, status, milliseconds }: Answered, columns = Infinity): string {
  const color = status < 300 ? 'green' : status < 500 ? 'yellow' : 'red';
  const time = `${Math.round(milliseconds)} ms`;
  const room = columns - `${method}  ${status} ${time}`.length;
  return `${method} ${shorten(path, room)} ${styleText(color, String(status), { stream: process.stdout })} ${time}`;
}

/** Takes as much out of the middle of a text as does not fit. */
function shorten(text: string, room: number): string {
  if (text.length <= room) return text;
  const kept = Math.max(room - 1, 0) / 2;
  return `${text.slice(0, Math.ceil(kept))}…${text.slice(text.length - Math.floor(kept))}`;
}

/**
 * The text for a line that a function has logged: nothing where all went well, since the request has a line of its own.
 * @param text - what was written: a line of JSON, or anything else, which stays.
 */
export function formatFunctionLine(text: string): string {
  if (!text.startsWith('{"timestamp":')) return text;
  const { level, message, reason, stack } = JSON.parse(text) as Readonly<Record<string, string | undefined>>;
  if (level === 'INFO') return '';
  return `${level} ${message}${reason === undefined ? '' : `: ${reason}`}\n${stack === undefined ? '' : `${stack}\n`}`;
}

/** Writes from now on what functions log as `formatFunctionLine` has it: they write JSON to this process's output. */
export function tellFunctionsInText(): void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) =>
    write(typeof chunk === 'string' ? formatFunctionLine(chunk) : chunk, ...rest)) as typeof process.stdout.write;
}
