import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Erasure, ErasureJournal } from '#domain/erasure-journal.ts';
import { limits } from '#domain/limits.ts';
import { toSeconds } from '#domain/time.ts';
import { translateErrors } from '#dynamodb/errors.ts';

/** The journal of erasures in a table of its own: it is not restored with the others. */
export class DynamoDbErasureJournal implements ErasureJournal {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async record(erasure: Erasure): Promise<void> {
    const { at } = erasure;
    const item = { entry: encodeEntry(erasure), at, expires: toSeconds(at) + limits.journalSeconds };
    await translateErrors(this.#client.send(new PutCommand({ TableName: this.#table, Item: item })));
  }

  async withdraw(erasure: Pick<Erasure, 'key' | 'delivery'>): Promise<void> {
    const key = { entry: encodeEntry(erasure) };
    await translateErrors(this.#client.send(new DeleteCommand({ TableName: this.#table, Key: key })));
  }
}

function encodeEntry({ key, delivery }: Pick<Erasure, 'key' | 'delivery'>): string {
  return `${key}/${delivery}`;
}

/** The erasure in an item of the journal. */
export function decodeErasure({ entry, at }: Readonly<Record<string, unknown>>): Erasure {
  const [key = '', delivery = ''] = String(entry).split('/', 2);
  return { key, delivery, at: Number(at) };
}
