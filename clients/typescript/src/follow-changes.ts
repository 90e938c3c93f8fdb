import { NoAnswer, RequestRefused } from './errors.ts';
import { encodeQuery } from './path.ts';
import { pause, sleep } from './pause.ts';
import { readEvents, StreamBroken } from './server-sent-events.ts';
import type { Transport } from './transport.ts';
import type { ConversationChange, ConversationChanges } from './types/index.ts';

/** What following a conversation takes. */
export interface FollowOptions {
  /** The revision of the last change that is known: those after it come. @default 0: all that is kept of it, then what happens */
  readonly since?: number | undefined;
  /** Ends it: the loop throws its reason. @default only leaving the loop does */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between two questions, where the server does not tell by itself: each costs a request. @default 1,000 */
  readonly every?: number | undefined;
}

/**
 * Each change of a conversation, once and in order: as it happens where the server tells it (the local one), else by asking. A broken
 * connection, and a server that does not answer, are tried again without end, from the last change that came.
 *
 * @throws RequestRefused for what trying again does not help; the reason of the signal
 */
export async function* followChanges(
  transport: Transport,
  path: string,
  { since = 0, signal: own, every = 1_000 }: FollowOptions,
): AsyncGenerator<ConversationChange, void, undefined> {
  const signal = transport.signalOf(own);
  let revision = since;
  for (let failures = 0; ; ) {
    try {
      const opened = await transport.open<ConversationChanges>(`${path}${encodeQuery({ since: revision })}`, own);
      for await (const change of opened.stream ? readStream(transport, opened.stream, signal) : opened.body.changes) {
        failures = 0;
        // What came already does not come twice, whatever a proxy repeats.
        if (change.revision <= revision) continue;
        revision = change.revision;
        yield change;
      }
      failures = 0;
      // A server that stops ends its streams.
      if (opened.stream) await pause(1, 0, signal);
      else if (!opened.body.more) await sleep(every, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!mayPass(error)) throw error;
      failures += 1;
      await pause(failures, 0, signal);
    }
  }
}

async function* readStream(transport: Transport, stream: ReadableStream<Uint8Array>, signal: AbortSignal | undefined) {
  for await (const data of readEvents(stream, signal)) yield transport.parse(data) as ConversationChange;
}

/** Whether trying again may help: there was no answer, or one that passes. */
function mayPass(error: unknown): boolean {
  if (error instanceof RequestRefused) return error.status === 429 || error.status >= 500;
  return error instanceof NoAnswer || error instanceof StreamBroken;
}
