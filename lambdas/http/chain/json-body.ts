import { findDoubledName, type Json, parse } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { Refusal, Violations } from '#domain/refusal.ts';
import type { ApiEvent, ApiMiddleware } from '#http/api.ts';
import { EdgeRefusal } from '#http/chain/problems.ts';

/** Media types of JSON: `application/json` and every `+json` of RFC 6839. Parameters do not matter: JSON is UTF-8. */
const JSON_MEDIA_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;.*)?$/i;

/** Reads the body of a request that has one: 415, 413, then 400. */
export function readJsonBody(): ApiMiddleware {
  return {
    before: ({ event }) => {
      const bytes = decodeBytes(event);
      if (bytes.length === 0) return;
      const encoding = event.headers['content-encoding'] ?? 'identity';
      if (encoding.toLowerCase() !== 'identity') {
        const message = `The body has the Content-Encoding "${encoding}"; it must be sent without`;
        throw new EdgeRefusal('unsupported-media-type', message, { 'accept-encoding': 'identity' });
      }
      const type = event.headers['content-type'] ?? '';
      if (!JSON_MEDIA_TYPE.test(type)) {
        throw new EdgeRefusal('unsupported-media-type', `The body is "${type}"; it must be application/json`);
      }
      if (bytes.length > limits.bodyBytes) {
        const message = `The body has ${bytes.length} bytes; it may have ${limits.bodyBytes} (limit: body)`;
        throw new EdgeRefusal('body-too-large', message);
      }
      if (wasInvalidUtf8(event, bytes.length)) throw new Refusal('bad-request', 'The body is no UTF-8');
      event.json = parseBody(bytes);
    },
  };
}

function decodeBytes({ body = '', isBase64Encoded }: ApiEvent): Buffer {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

/**
 * Whether the gateway, which hands most JSON over as text, has put U+FFFD in the place of bytes that are no UTF-8:
 * the text is longer than what was sent. It misses a character of four bytes without its last one, which is as long
 * as U+FFFD.
 */
function wasInvalidUtf8({ body = '', isBase64Encoded, headers }: ApiEvent, length: number): boolean {
  const sent = headers['content-length'];
  return !isBase64Encoded && body.includes('\ufffd') && sent !== undefined && sent !== String(length);
}

function parseBody(bytes: Buffer): Json {
  const { text, value } = decodeAndParse(bytes);
  const doubled = findDoubledName(text);
  if (doubled !== undefined) {
    const violations = new Violations();
    violations.malformed(doubled, 'occurs twice in one object of the body: one of its values would be lost');
    violations.refuse();
  }
  return value;
}

function decodeAndParse(bytes: Buffer): { readonly text: string; readonly value: Json } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.startsWith('\ufeff')) {
      throw new Refusal('bad-request', 'The body is no JSON (RFC 8259): it begins with a byte order mark (U+FEFF)');
    }
    return { text, value: parse(text) };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // V8 quotes the text around the error: no value may appear in a message.
    const where = error instanceof Error ? /position \d+/.exec(error.message)?.[0] : undefined;
    const what = error instanceof SyntaxError ? 'no JSON (RFC 8259)' : 'no UTF-8';
    throw new Refusal('bad-request', `The body is ${what}${where ? `: see ${where}` : ''}`);
  }
}
