import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** One thing that is told in a stream of Server-Sent Events. */
export interface StreamEvent {
  /** What a client names to go on after it. */
  readonly id: string;
  /** JSON. */
  readonly data: object;
}

/** What a stream tells next: events, perhaps none, and whether there are more already; or the answer that ends it. */
export type Told = { readonly events: readonly StreamEvent[]; readonly more: boolean } | { readonly refusal: Answer };

/** An operation that is told as it happens to who accepts `text/event-stream`. */
export interface StreamSource {
  readonly operation: string;
  /** The parameter of the query that names the last event that a client has. */
  readonly parameter: string;
  /** The events in what the operation answers. */
  read(body: string): { readonly events: readonly StreamEvent[]; readonly more: boolean };
  /** Calls a listener when there may be something new. @returns the function that ends it */
  listen(listener: () => void): () => void;
}

/** How long a stream is silent at most, in milliseconds: proxies end a silent connection, and a client tells a dead one by it. */
const HEARTBEAT_MS = 15_000;

/**
 * Tells what there is, and goes on telling until the connection ends or an answer ends it.
 *
 * @param ask - asks the operation for what comes after an event
 * @param since - the event that the client has last
 * @param headers - of the answer
 * @returns the answer, where the operation refuses at once; undefined: what was told is all
 */
export async function stream(
  response: ServerResponse,
  source: StreamSource,
  ask: (since: string | undefined) => Promise<Told>,
  since: string | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Answer | undefined> {
  const bell = new Bell();
  // Before it asks: what comes in between must ring.
  const stop = source.listen(() => bell.ring());
  response.once('close', () => bell.ring());
  try {
    for (let last = since; !response.closed; ) {
      const told = await ask(last);
      if ('refusal' in told) {
        if (!response.headersSent) return told.refusal;
        // The client asks again, and is told why.
        break;
      }
      if (!response.headersSent) {
        const own = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' };
        response.writeHead(200, { ...headers, ...own });
        response.flushHeaders();
      }
      for (const { id, data } of told.events) {
        response.write(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
        last = id;
      }
      if (told.more) continue;
      const isRung = await bell.wait(HEARTBEAT_MS);
      // A comment, which no client shows.
      if (!isRung && !response.closed) response.write(':\n\n');
    }
  } finally {
    stop();
  }
  response.end();
  return undefined;
}

/** Waits until somebody rings, also if that was before. */
class Bell {
  #isRung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#isRung = true;
    this.#wake();
  }

  /** @returns whether somebody has rung since the last wait, rather than that the time is over */
  async wait(milliseconds: number): Promise<boolean> {
    if (!this.#isRung) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, milliseconds);
      });
      clearTimeout(timer);
    }
    const isRung = this.#isRung;
    this.#isRung = false;
    return isRung;
  }
}
