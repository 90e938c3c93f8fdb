import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Chronicle } from '#domain/change-log.ts';
import type { Reveal, RevealLog, RevealPage, RevealQuery } from '#domain/reveal-log.ts';
import { makePlace, places } from '#dynamodb/change-log.ts';
import { translateErrors } from '#dynamodb/errors.ts';

/** Reveals in the table of changes, each after all changes of its conversation. */
export class DynamoDbRevealLog implements RevealLog {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async add(chronicle: Chronicle, reveal: Reveal, until: number): Promise<void> {
    const Item = { ...keyOf(chronicle, reveal.id), reveal: JSON.stringify(reveal), timeToLive: until };
    await translateErrors(this.#client.send(new PutCommand({ TableName: this.#table, Item })));
  }

  async withdraw(chronicle: Chronicle, id: string): Promise<void> {
    await translateErrors(this.#client.send(new DeleteCommand({ TableName: this.#table, Key: keyOf(chronicle, id) })));
  }

  async list({ key, startTime, after = '', most }: RevealQuery): Promise<RevealPage> {
    const command = new QueryCommand({
      TableName: this.#table,
      KeyConditionExpression: 'pk=:pk AND place BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':pk': key,
        // The least text after one is that with a character more.
        ':first': `${makePlace(startTime, places.reveal + after)}!`,
        ':last': makePlace(startTime, places.end),
      },
      Limit: most,
      ConsistentRead: true,
    });
    const { Items = [], LastEvaluatedKey: more } = await translateErrors(this.#client.send(command));
    return { reveals: Items.map(({ reveal }) => JSON.parse(reveal) as Reveal), isCut: more !== undefined };
  }
}

function keyOf({ key, startTime }: Chronicle, id: string) {
  return { pk: key, place: makePlace(startTime, places.reveal + id) };
}
