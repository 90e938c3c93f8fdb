import type { CloudEvent } from '#contract/events.ts';
import { listEvents } from '#domain/events.ts';
import { decodeImage } from '#dynamodb/stream.ts';
import { toCloudEvent } from '../lambdas/events/cloud-event.ts';
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

/** The event bus of a local server: in this process, for who listens at that moment. */
export class LocalEvents {
  readonly #values: ReadonlySet<string>;
  readonly #listeners = new Set<Listener>();

  constructor({ values }: EventOptions) {
    this.#values = new Set(values);
  }

  /** Begins to tell what the handlers write. @returns the function that ends it */
  async start(): Promise<() => void> {
    // Its environment is there only once the store has been opened.
    const { documentClient } = await import('../lambdas/http/wiring/document-client.ts');
    return recordWrites(documentClient, nameTable('conversations'), (record) => this.#tell(record));
  }

  /** Calls a listener with every event from now on, those of one conversation in their order. @returns the function that ends it */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell({ at, before, after }: WriteRecord): void {
    const time = new Date(at).toISOString();
    for (const event of listEvents(decodeImage(before), decodeImage(after), this.#values)) {
      for (const listener of this.#listeners) listener(toCloudEvent(event, SOURCE, time));
    }
  }
}
