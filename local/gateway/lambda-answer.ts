import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Answer } from './answer.ts';
import { connectionHeaders } from './headers.ts';

/** The most that a function may answer, in bytes of JSON (Lambda quotas: 6 MB). */
const MAX_ANSWER_BYTES = 6 * 1024 * 1024;

/**
 * Makes an HTTP answer of what a handler returned. Without a `statusCode` the whole is the body of a 200 in JSON (format 2.0 infers
 * it); with one, the content type is text unless the headers say another.
 * @throws Error that says what is malformed; the gateway answers 500 then.
 */
export function toAnswer(returned: unknown): Answer {
  // What travels from Lambda to the gateway is JSON: what JSON does not carry gets lost here as there.
  const text = JSON.stringify(returned) ?? 'null';
  const size = Buffer.byteLength(text);
  if (size > MAX_ANSWER_BYTES) throw new Error(`the answer has ${size} bytes; Lambda carries ${MAX_ANSWER_BYTES}`);
  const result: unknown = JSON.parse(text);
  if (!isRecord(result) || result.statusCode === undefined) {
    const body = typeof result === 'string' ? result : text;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  return {
    status: readStatus(result.statusCode),
    headers: readHeaders(result.headers),
    cookies: readCookies(result.cookies),
    body: readBody(result.body, result.isBase64Encoded),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readStatus(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599) return value;
  throw new Error(`statusCode is ${JSON.stringify(value)}; it must be a whole number from 200 to 599`);
}

function readHeaders(value: unknown): Record<string, string> {
  if (value !== undefined && value !== null && !isRecord(value)) {
    throw new Error(`headers is ${JSON.stringify(value)}; it must be an object`);
  }
  const entries = Object.entries(value ?? {}).map(([name, content]) => readHeader(name.toLowerCase(), content));
  return Object.fromEntries([
    ['content-type', 'text/plain; charset=utf-8'],
    ...entries.filter(([name]) => !connectionHeaders.has(name)),
  ]);
}

function readHeader(name: string, content: unknown): [string, string] {
  if (typeof content !== 'string' && typeof content !== 'number' && typeof content !== 'boolean') {
    throw new Error(`the header ${name} is ${JSON.stringify(content)}; it must be a string`);
  }
  validateHeaderName(name);
  validateHeaderValue(name, String(content));
  return [name, String(content)];
}

function readCookies(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((cookie) => typeof cookie === 'string')) {
    throw new Error(`cookies is ${JSON.stringify(value)}; it must be an array of strings`);
  }
  for (const cookie of value) validateHeaderValue('set-cookie', cookie);
  return value;
}

function readBody(value: unknown, isBase64Encoded: unknown): string | Buffer {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new Error(`body is of type ${typeof value}; it must be a string`);
  return isBase64Encoded === true ? Buffer.from(value, 'base64') : value;
}
