import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { tables } from '#tables';
import { nameTable } from '../../local/tables.ts';
import { textOf } from './canaries.ts';

/** Everything that the tables and their indexes hold, as text. */
export async function textOfTables(client: DynamoDBClient): Promise<string> {
  const scans = Object.entries(tables).flatMap(([name, { indexes }]) => {
    const TableName = nameTable(name);
    return [{ TableName }, ...Object.keys(indexes).map((IndexName) => ({ TableName, IndexName }))];
  });
  const texts = await Promise.all(
    scans.map(async (scan) => {
      let text = '';
      for await (const { Items } of paginateScan({ client }, scan)) text += textOf(Items);
      return text;
    }),
  );
  return texts.join('\n');
}
