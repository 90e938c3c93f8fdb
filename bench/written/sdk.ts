import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});
const table = { TableName: process.env.CONVERSATIONS_TABLE, Key: { pk: { S: 'one' } } };

const get = () => client.send(new GetItemCommand({ ...table, ConsistentRead: true }));

const update = (value: string) =>
  client.send(
    new UpdateItemCommand({
      ...table,
      UpdateExpression: 'SET #name = :value',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#name': 'tier' },
      ExpressionAttributeValues: { ':value': { S: value } },
      ReturnValues: 'ALL_NEW',
    }),
  );

/** The least that asks DynamoDB for the same: no checks, no versions, no repeats, no rights. */
export const handler = async (event: { readonly body?: string }) => {
  const { attributes = {} } = JSON.parse(event.body ?? '{}');
  if (process.env.OPERATION === 'get' || process.env.OPERATION === 'flush') await get();
  if (process.env.OPERATION !== 'get') await update(attributes.tier ?? 'gold');
  return { statusCode: 200, body: JSON.stringify({ attributes }) };
};
