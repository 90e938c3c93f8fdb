import type { CloudEvent } from '#contract/events.ts';
import { listEvents } from '#domain/events.ts';
import type { RuleTable } from '#domain/rules.ts';
import { decodeImage } from '#dynamodb/stream.ts';
import { toCloudEvent } from '../lambdas/events/cloud-event.ts';
import type { Answer } from './gateway/answer.ts';
import type { OpenRoute } from './gateway/receive.ts';
import { recordWrites, type WriteRecord } from './records.ts';
import { nameTable } from './tables.ts';

/** Is told of each event. */
export type Listener = (event: CloudEvent) => void;

/** What the events of the local server are made with. */
export interface EventOptions {
  /** The names whose values events have. */
  readonly values: readonly string[];
}

/** The source of the events of a local server. */
const SOURCE = 'local';

/** How many of the newest events are kept, to be read at `/events`. */
const KEPT = 1_000;

/** The event bus of a local server: in this process, for who listens at that moment; the newest can be read. */
export class LocalEvents {
  readonly #values: readonly string[];
  readonly #listeners = new Set<Listener>();
  #newest: readonly CloudEvent[] = [];

  constructor({ values }: EventOptions) {
    this.#values = values;
  }

  /** Begins to tell what the handlers write. @returns the function that ends it */
  async start(): Promise<() => void> {
    // Their environment is there only once the store has been opened.
    const { documentClient } = await import('../lambdas/http/wiring/document-client.ts');
    const { rules } = await import('../lambdas/http/wiring/rules.ts');
    return recordWrites(documentClient, nameTable('conversations'), async (record) =>
      this.#tell(record, this.#values.length > 0 ? await rules.get() : undefined),
    );
  }

  /** Calls a listener with every event from now on, those of one conversation in their order. @returns the function that ends it */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The newest events, one a line, at `/events`; those after one at `/events?after=<its id>`. */
  get route(): OpenRoute {
    return {
      method: 'GET',
      path: '/events',
      serve: ({ query }) => this.#answer(new URLSearchParams(query).get('after')),
    };
  }

  #answer(after: string | null): Answer {
    const from = this.#newest.findLastIndex(({ id }) => id === after) + 1;
    const lines = this.#newest.slice(from).map((event) => `${JSON.stringify(event)}\n`);
    return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: lines.join('') };
  }

  #tell({ at, before, after }: WriteRecord, rules: RuleTable | undefined): void {
    const time = new Date(at).toISOString();
    const values = rules?.listOpen(this.#values) ?? new Set();
    for (const event of listEvents(decodeImage(before), decodeImage(after), values)) {
      const told = toCloudEvent(event, SOURCE, time);
      this.#newest = [...this.#newest, told].slice(-KEPT);
      for (const listener of this.#listeners) listener(told);
    }
  }
}
