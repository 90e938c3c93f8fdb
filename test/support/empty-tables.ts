import { DeleteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { tables } from '#tables';
import { nameTable } from '../../local/tables.ts';

/** Empties every table, so that runs or tests know nothing of one another. */
export async function emptyTables(): Promise<void> {
  const client = new DynamoDBClient({});
  for (const [name, { partitionKey }] of Object.entries(tables)) {
    const TableName = nameTable(name);
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      for (const { [partitionKey.name]: key } of Items) {
        if (key) await client.send(new DeleteItemCommand({ TableName, Key: { [partitionKey.name]: key } }));
      }
    }
  }
  client.destroy();
}
