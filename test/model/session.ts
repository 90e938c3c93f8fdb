import { DeleteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { tables } from '#tables';
import { tableName } from '../../dev/tables.ts';
import type { Api } from '../support/api.ts';
import type { Given } from './expected.ts';
import { type Request, toWire } from './requests.ts';

/** Sends a request; a find with all its pages, as one. */
export async function exchange(api: Api, request: Request): Promise<Given> {
  const { method, path, body, headers } = toWire(request);
  const answer = await api.call(method, path, { headers, ...(body !== undefined && { body }) });
  if (request.op !== 'find' || answer.status !== 200) return answer;
  const conversations: unknown[] = [];
  for (let page = answer; ; ) {
    const { conversations: found, nextToken } = JSON.parse(page.text);
    conversations.push(...found);
    if (nextToken === undefined) return { ...answer, text: JSON.stringify({ conversations }) };
    page = await api.ok('GET', `${path}&nextToken=${nextToken}`);
  }
}

/** Empties every table, so that runs know nothing of one another. */
export async function emptyTables(): Promise<void> {
  const client = new DynamoDBClient({});
  for (const [name, { partitionKey }] of Object.entries(tables)) {
    const TableName = tableName(name);
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      for (const { [partitionKey.name]: key } of Items) {
        if (key) await client.send(new DeleteItemCommand({ TableName, Key: { [partitionKey.name]: key } }));
      }
    }
  }
  client.destroy();
}
