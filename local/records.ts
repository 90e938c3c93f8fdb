import { randomUUID } from 'node:crypto';
import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { InProcessHandler } from './in-process-handler.ts';

/** What one write has changed of an item, as a stream of DynamoDB tells it. */
export interface WriteRecord {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Undefined: there was no item. */
  readonly before: Record<string, AttributeValue> | undefined;
  readonly after: Record<string, AttributeValue> | undefined;
}

/** What is read of a command that writes. */
interface Input {
  readonly TableName?: string;
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly Item?: Readonly<Record<string, unknown>>;
}

const WRITES: ReadonlySet<string> = new Set(['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand']);

/**
 * Tells of every write of a client to a table, in the order in which the writes happen to an item; what an embedded store has instead of
 * a stream. The writes to one item come one after the other from then on, and each is answered when it has been told.
 *
 * @returns the function that ends it
 */
export function recordWrites(
  client: DynamoDBDocumentClient,
  table: string,
  tell: (record: WriteRecord) => void | Promise<void>,
): () => void {
  let reader: DynamoDBClient | undefined;
  const read = async (pk: string) => {
    // By now the client is connected to the embedded store, if there is one.
    reader ??= makeReader(client);
    const command = new GetItemCommand({ TableName: table, Key: { pk: { S: pk } }, ConsistentRead: true });
    return (await reader.send(command)).Item;
  };
  const turns = new Map<string, Promise<unknown>>();
  // There may be another one at work on the same client.
  const name = `recordWrites-${randomUUID()}`;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const input = args.input as Input;
        if (!WRITES.has(commandName) || input.TableName !== table) return next(args);
        const pk = String((input.Key ?? input.Item)?.pk);
        const write = async () => {
          const before = await read(pk);
          try {
            return await next(args);
          } finally {
            // Whatever the answer: a write that timed out may have happened.
            const after = await read(pk);
            if (JSON.stringify(before) !== JSON.stringify(after)) await tell({ at: Date.now(), before, after });
          }
        };
        const turn = (turns.get(pk) ?? Promise.resolve()).then(write, write);
        turns.set(pk, turn);
        const forget = () => turns.get(pk) === turn && turns.delete(pk);
        turn.then(forget, forget);
        return turn;
      },
    { step: 'initialize', name },
  );
  return () => {
    client.middlewareStack.remove(name);
    reader?.destroy();
  };
}

/** A client of the same store: not the client itself, whose calls are counted, delayed or refused by others. */
function makeReader({ config }: DynamoDBDocumentClient): DynamoDBClient {
  const { endpoint, region, credentials, requestHandler } = config;
  return new DynamoDBClient({
    region,
    credentials,
    ...(endpoint && { endpoint }),
    // One over the wire would be ended with the reader.
    ...(requestHandler instanceof InProcessHandler && { requestHandler }),
  });
}
