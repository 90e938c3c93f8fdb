import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';

const table = new Table({
  name: process.env.CONVERSATIONS_TABLE ?? '',
  partitionKey: { name: 'pk', type: 'string' },
  documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
});
const conversations = new Entity({
  name: 'conversation',
  table,
  schema: item({ pk: string().key(), tier: string().optional() }),
  entityAttribute: false,
  timestamps: false,
});
const key = { pk: 'one' };

/** An attribute set by a mapper of objects: it checks types, and writes the expressions. */
export const handler = async (event: { readonly body?: string }) => {
  const { attributes = {} } = JSON.parse(event.body ?? '{}');
  if (process.env.OPERATION === 'get' || process.env.OPERATION === 'flush') {
    await conversations.build(GetItemCommand).key(key).options({ consistent: true }).send();
  }
  if (process.env.OPERATION !== 'get') {
    await conversations
      .build(UpdateItemCommand)
      .item({ ...key, tier: attributes.tier ?? 'gold' })
      .options({ condition: { attr: 'pk', exists: true }, returnValues: 'ALL_NEW' })
      .send();
  }
  return { statusCode: 200, body: JSON.stringify({ attributes }) };
};
