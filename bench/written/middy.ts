import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import { object, optional, parse, record, string } from 'valibot';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
/** There for secured values, which no request of the benchmark has. */
export const kms = new KMSClient({});
const table = { TableName: process.env.CONVERSATIONS_TABLE, Key: { pk: 'one' } };
const schema = object({ attributes: optional(record(string(), string()), {}) });

interface Event {
  readonly body?: string;
}

/** As one writes it with the usual packages: a chain, a schema, the document client. */
export const handler = middy()
  .onError((request) => {
    request.response = { statusCode: 500, body: JSON.stringify({ message: 'failed' }) };
  })
  .handler(async (event: unknown) => {
    const { body } = event as Event;
    const { attributes } = body ? parse(schema, JSON.parse(body)) : { attributes: {} };
    if (process.env.OPERATION === 'get' || process.env.OPERATION === 'flush') {
      await client.send(new GetCommand({ ...table, ConsistentRead: true }));
    }
    if (process.env.OPERATION !== 'get') {
      await client.send(
        new UpdateCommand({
          ...table,
          UpdateExpression: 'SET #name = :value',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#name': 'tier' },
          ExpressionAttributeValues: { ':value': 'gold' },
          ReturnValues: 'ALL_NEW',
        }),
      );
    }
    return { statusCode: 200, body: JSON.stringify({ attributes }) };
  });
