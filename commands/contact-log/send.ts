import { setTimeout as sleep } from 'node:timers/promises';

/** An answer that is no success; the message has its status and what it says. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly url: string;
  readonly status: number;

  constructor(url: string, status: number, text: string) {
    super(`${url} answers ${status}: ${whyIn(text)}`);
    this.url = url;
    this.status = status;
  }
}

/** How often a request is sent before the command gives up. */
const attempts = 8;

/** How long an answer may take, in milliseconds. */
const patience = 60_000;

/** Statuses that pass: the gateway or the store throttles, or is away for a moment. */
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Sends a request that may be sent twice, until the answer is anything but "later", and gives the text of a success.
 *
 * @param signal ends it at once.
 * @throws Refused for an answer that is no success; Error when there is none.
 */
export async function send(url: string, init: RequestInit, signal: AbortSignal): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const last = attempt === attempts;
    const answer = await once(url, init, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      if (last) throw new Error(`${url} does not answer: ${reasonOf(error)}`);
      return undefined;
    });
    if (answer?.ok) return answer.text;
    if (answer && (last || !passing.has(answer.status))) throw new Refused(url, answer.status, answer.text);
    await sleep(pause(answer?.retryAfter, attempt), undefined, { signal });
  }
}

async function once(url: string, init: RequestInit, signal: AbortSignal) {
  const either = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const response = await fetch(url, { ...init, signal: either });
  const { ok, status, headers } = response;
  return { ok, status, retryAfter: headers.get('retry-after'), text: await response.text() };
}

/** Milliseconds to wait: as `Retry-After` says, seconds or a date (RFC 9110, section 10.2.3), else more each time. */
function pause(retryAfter: string | null | undefined, attempt: number): number {
  if (!retryAfter) return 250 * 2 ** attempt * (0.5 + Math.random() / 2);
  const seconds = Number(retryAfter);
  const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1000;
  return Math.max(0, wait || 0);
}

function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error ? `${message} (${cause.message || cause.name})` : message;
}

/** What a refusal says: the errors or the detail of a problem (RFC 9457), or what a gateway or an issuer says instead. */
function whyIn(text: string): string {
  try {
    const { errors = [], detail, error_description, error, message } = JSON.parse(text);
    const all = (errors as { name: string; reason: string }[]).map(({ name, reason }) => `${name}: ${reason}`);
    return all.join('; ') || String(detail ?? error_description ?? error ?? message ?? text);
  } catch {
    return text.slice(0, 200);
  }
}
