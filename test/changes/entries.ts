import { DeleteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { makePartitionKey } from '#dynamodb/item-keys.ts';
import { nameTable } from '../../local/tables.ts';

/** The entries of the log of changes, as DynamoDB has them. */
async function scan(): Promise<readonly Record<string, { readonly S?: string }>[]> {
  const client = new DynamoDBClient({});
  const found: Record<string, { readonly S?: string }>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: nameTable('changes') })) {
    found.push(...(Items as Record<string, { readonly S?: string }>[]));
  }
  client.destroy();
  return found;
}

/** Everything in the log, as one text. */
export async function everyEntry(): Promise<string> {
  return JSON.stringify(await scan());
}

/** What the log has of a conversation, and of those that had its id before. */
export async function entriesOf(id: string): Promise<readonly string[]> {
  const pk = makePartitionKey(process.env.ID_KEY ?? '', id);
  return (await scan()).filter((item) => item.pk?.S === pk).map(({ change }) => change?.S ?? '');
}

/** Empties the log. */
export async function removeEntries(): Promise<void> {
  const client = new DynamoDBClient({});
  for (const { pk = { S: '' }, place = { S: '' } } of await scan()) {
    const Key = { pk: { S: pk.S ?? '' }, place: { S: place.S ?? '' } };
    await client.send(new DeleteItemCommand({ TableName: nameTable('changes'), Key }));
  }
  client.destroy();
}
