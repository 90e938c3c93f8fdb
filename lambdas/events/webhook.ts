import { createHash, createHmac } from 'node:crypto';
import type { CloudEvent } from '#contract/events.ts';

/** The keys of a webhook: each signs, so that a receiver may know the former or the next one. */
export type SigningKeys = readonly Uint8Array[];

const KEY = /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/;

/** What `readSigningKeys` reads. */
export const SIGNING_KEYS_FORMAT =
  '"whsec_" and 24 to 64 random bytes in base64; two of them, with a space between, while they are changed';

/**
 * Reads the secret of a webhook.
 *
 * @throws Error that says what would be right, without the secret
 */
export function readSigningKeys(secret: string): SigningKeys {
  return secret.split(' ').map((one) => {
    const bytes = Buffer.from(KEY.exec(one)?.[1] ?? '', 'base64');
    if (bytes.length >= 24 && bytes.length <= 64) return bytes;
    throw new Error(`The secret of a webhook must be ${SIGNING_KEYS_FORMAT}.`);
  });
}

/** What a receiver checks: the headers of Standard Webhooks 1.0 (https://www.standardwebhooks.com). */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** The event as JSON. What is signed are these bytes. */
  readonly body: string;
}

/** A signature as Standard Webhooks has it. */
export function sign({ id, seconds, body }: { id: string; seconds: number; body: string }, key: Uint8Array): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/**
 * A signed request with an event. Its `webhook-id` is the same however often the event is sent.
 *
 * @param seconds - now, in epoch seconds: receivers refuse what is minutes old
 */
export function signEvent(event: CloudEvent, keys: SigningKeys, seconds: number): SignedRequest {
  const body = JSON.stringify(event);
  // The id of an event has that of the conversation, which may be what no header takes.
  const id = `evt_${createHash('sha256').update(event.id).digest('base64url').slice(0, 22)}`;
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': keys.map((key) => sign({ id, seconds, body }, key)).join(' '),
  };
  return { headers, body };
}

/** How long a receiver may take to answer, in milliseconds. */
export const POST_MS = 5_000;

/**
 * Sends a request to a receiver, which has taken it if it answers 2xx.
 *
 * @returns why it has not: its status, or the code of the error; undefined when it has
 */
export async function post(
  url: string,
  { headers, body }: SignedRequest,
  milliseconds = POST_MS,
): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(milliseconds);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.body?.cancel();
    return response.ok ? undefined : String(response.status);
  } catch (error) {
    return describeFailure(error);
  }
}

/** Never its message, which may quote the address with what is in it. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
