import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { listLogSteps } from '#domain/change-log.ts';
import { parse } from '#domain/json.ts';
import { DynamoDbChangeLog } from '#dynamodb/change-log.ts';
import { decodeImage, readItemKey } from '#dynamodb/stream.ts';
import { take } from '../lambdas/changes/record.ts';
import type { StreamSource } from './gateway/event-stream.ts';
import { recordWrites, type WriteRecord } from './records.ts';
import { nameTable } from './tables.ts';

/** What the operation answers, as far as it is looked at. */
interface Answered {
  readonly changes: readonly { readonly revision: number }[];
  readonly more?: boolean;
}

/** The log of changes of a local server, and who waits for the next one. */
export class LocalChanges implements StreamSource {
  readonly operation = 'get-conversation-changes';
  readonly parameter = 'since';
  readonly #listeners = new Set<() => void>();

  /**
   * Keeps what the handlers in this process change, before each write is answered. To be called once the store is open.
   *
   * @returns the function that ends it
   */
  async start(): Promise<() => void> {
    const { documentClient } = await import('../lambdas/http/wiring/document-client.ts');
    // Not through the handlers' client, whose calls are counted, delayed or refused by others.
    const { endpoint, region, credentials } = documentClient.config;
    const client = new DynamoDBClient({ region, credentials, ...(endpoint && { endpoint }) });
    const log = new DynamoDbChangeLog(DynamoDBDocumentClient.from(client), nameTable('changes'));
    const tell = async ({ at, before, after }: WriteRecord) => {
      const key = readItemKey(after ?? before);
      for (const step of listLogSteps(decodeImage(before), decodeImage(after), at)) await take(log, key, step);
      for (const listener of this.#listeners) listener();
    };
    const stop = recordWrites(documentClient, nameTable('conversations'), tell);
    return () => {
      stop();
      client.destroy();
    };
  }

  read(body: string): ReturnType<StreamSource['read']> {
    const { changes, more = false } = parse(body) as unknown as Answered;
    return { events: changes.map((change) => ({ id: String(change.revision), data: change })), more };
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
