import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type {
  BackwardQuery,
  Change,
  ChangeLog,
  ChangePage,
  ChangeQuery,
  ChangeReader,
  Chronicle,
} from '#domain/change-log.ts';
import { translateErrors } from '#dynamodb/errors.ts';

/** How many entries are removed at a time. */
const MAX_PARALLEL = 10;

/** What the places of a conversation begin with, in their order. */
export const places = {
  /** Comes after every change, which has digits. */
  afterChanges: ':',
  reveal: 'r',
  /** Comes after all of it. */
  end: '~',
} as const;

/** Places between which a query reads, and in which order. */
interface Range {
  readonly key: string;
  readonly first: string;
  readonly last: string;
  readonly most: number;
  readonly isForward: boolean;
}

/**
 * Changes in a table of their own: an entry for each write that a reader of the conversation can see, under the key of the
 * conversation's item, in their order.
 */
export class DynamoDbChangeLog implements ChangeLog, ChangeReader {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async add({ key, startTime }: Chronicle, change: Change, until: number): Promise<void> {
    const Item = {
      pk: key,
      place: placeOf(startTime, change.revision),
      change: JSON.stringify(change),
      timeToLive: until,
    };
    await translateErrors(this.#client.send(new PutCommand({ TableName: this.#table, Item })));
  }

  list({ key, startTime, since, most }: ChangeQuery): Promise<ChangePage> {
    const last = makePlace(startTime, places.afterChanges);
    return this.#query({ key, first: placeOf(startTime, since + 1), last, most, isForward: true });
  }

  listBack({ key, startTime, upTo, most }: BackwardQuery): Promise<ChangePage> {
    const range = { first: placeOf(startTime, 0), last: placeOf(startTime, upTo) };
    return this.#query({ key, ...range, most, isForward: false });
  }

  async #query({ key, first, last, most, isForward }: Range): Promise<ChangePage> {
    const command = new QueryCommand({
      TableName: this.#table,
      KeyConditionExpression: 'pk=:pk AND place BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':pk': key, ':first': first, ':last': last },
      Limit: most,
      ScanIndexForward: isForward,
      ConsistentRead: true,
    });
    const { Items = [], LastEvaluatedKey: more } = await translateErrors(this.#client.send(command));
    return { changes: Items.map(({ change }) => JSON.parse(change) as Change), isCut: more !== undefined };
  }

  async remove({ key, startTime }: Chronicle): Promise<void> {
    for (;;) {
      const command = new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk=:pk AND place<=:last',
        ExpressionAttributeValues: { ':pk': key, ':last': makePlace(startTime, places.end) },
        ProjectionExpression: 'place',
        ConsistentRead: true,
      });
      const { Items = [], LastEvaluatedKey: more } = await translateErrors(this.#client.send(command));
      for (let first = 0; first < Items.length; first += MAX_PARALLEL) {
        await Promise.all(Items.slice(first, first + MAX_PARALLEL).map(({ place }) => this.#delete(key, place)));
      }
      if (more === undefined) return;
    }
  }

  async #delete(pk: string, place: string): Promise<void> {
    await translateErrors(this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { pk, place } })));
  }
}

/** Where something of a conversation is among all that have had its id: by its start, then by what it is. */
export function makePlace(startTime: number, own: string): string {
  return `${String(startTime).padStart(15, '0')}#${own}`;
}

/** The place of a change: by its revision. */
function placeOf(startTime: number, revision: number): string {
  return makePlace(startTime, String(revision).padStart(15, '0'));
}
