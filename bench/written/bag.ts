import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const table = { TableName: process.env.CONVERSATIONS_TABLE };

/**
 * All facts of a conversation as one bag, as some platforms keep them: a get reads it, and each write reads it, merges, and puts it whole,
 * if nobody has in between. One with many writers repeats that; here there is none.
 */
export const handler = async (event: { readonly body?: string }) => {
  const { attributes = {} } = JSON.parse(event.body ?? '{}');
  const { Item: bag = {} } = await client.send(new GetCommand({ ...table, Key: { pk: 'one' }, ConsistentRead: true }));
  if (process.env.OPERATION !== 'get') {
    const { version = 0 } = bag;
    await client.send(
      new PutCommand({
        ...table,
        Item: { ...bag, ...attributes, version: version + 1 },
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      }),
    );
  }
  return { statusCode: 200, body: JSON.stringify({ attributes: bag }) };
};
