import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudEvent } from '#contract/events.ts';
import { post, readSigningKeys, type SigningKeys, signEvent } from '../lambdas/events/webhook.ts';
import { StartError } from './config.ts';

/** Where the events of the local server are sent. */
export interface WebhookOptions {
  readonly url: string;
  readonly secret: string;
  /** Told of what the receiver has not taken. */
  readonly report: (problem: string) => void;
  /** Between two attempts, in milliseconds. @default a second */
  readonly pauseMs?: number;
}

/** How often an event is sent to a receiver that does not take it. */
const ATTEMPTS = 5;

/** Sends events to a webhook, signed as the deployed ones are, those of one conversation one after the other. */
export class EventsWebhook {
  readonly #keys: SigningKeys;
  readonly #options: WebhookOptions;
  readonly #turns = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  /** @throws StartError when the secret is none */
  constructor(options: WebhookOptions) {
    this.#options = options;
    try {
      this.#keys = readSigningKeys(options.secret);
    } catch (error) {
      throw new StartError(`EVENTS_WEBHOOK_SECRET can't be used. ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Sends an event after those of its conversation that it was given before. */
  send(event: CloudEvent): void {
    const { subject } = event;
    const turn = (this.#turns.get(subject) ?? Promise.resolve()).then(() => this.#deliver(event));
    this.#turns.set(subject, turn);
    turn.then(() => this.#turns.get(subject) === turn && this.#turns.delete(subject));
  }

  /** Waits for the requests under way, and tries nothing again. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#turns.values());
  }

  async #deliver(event: CloudEvent): Promise<void> {
    const { url, report, pauseMs = 1_000 } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const why = await post(url, signEvent(event, this.#keys, Math.floor(Date.now() / 1000)));
      if (why === undefined) return;
      if (attempt === ATTEMPTS || this.#stop.signal.aborted) {
        report(`The webhook ${url} has not taken the event ${event.id}: ${why}. It is not sent again.`);
        return;
      }
      await sleep(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}
