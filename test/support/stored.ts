import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { tables } from '#tables';
import { nameTable } from '../../local/tables.ts';

/** All that the tables of the running API and their indexes hold, as one text: with bytes as characters, so that what they spell is found. */
export async function everythingStored(): Promise<string> {
  const client = new DynamoDBClient({});
  const scans = Object.entries(tables).flatMap(([name, { indexes }]) => {
    const TableName = nameTable(name);
    return [{ TableName }, ...Object.keys(indexes).map((IndexName) => ({ TableName, IndexName }))];
  });
  const texts: string[] = [];
  for (const scan of scans) {
    for await (const { Items } of paginateScan({ client }, scan)) texts.push(JSON.stringify(Items, showBytes));
  }
  client.destroy();
  return texts.join('\n');
}

function showBytes(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
}
