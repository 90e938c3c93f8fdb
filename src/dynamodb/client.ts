import { type AttributeValue, ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Answer, FunctionClient, readBase64, type Service } from '#aws/function-client.ts';

/** How often a request to DynamoDB is sent at most. */
export const MAX_ATTEMPTS = 4;

/** The client that every function uses. Region, credentials and end point come from the environment, as AWS documents it. */
export function makeDocumentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new FunctionClient(dynamoDb) as unknown as DynamoDBClient);
}

type Values = Record<string, AttributeValue>;

const dynamoDb: Service = {
  name: 'dynamodb',
  target: 'DynamoDB_20120810',
  contentType: 'application/x-amz-json-1.0',
  attempts: MAX_ATTEMPTS,
  readBytes: readBytesOfItems,
  makeError: (details, answer) => {
    if (details.name !== 'ConditionalCheckFailedException') return undefined;
    readBytesOfItems(answer);
    const { Item } = answer as { readonly Item?: Values };
    return new ConditionalCheckFailedException({ ...details, ...(Item && { Item }) });
  },
};

/** Of the commands that functions send: GetItem, PutItem, UpdateItem, DeleteItem and Query. */
function readBytesOfItems({ Item, Attributes, Items = [], LastEvaluatedKey }: Answer): void {
  for (const item of [Item, Attributes, LastEvaluatedKey, ...(Items as Values[])]) {
    for (const value of Object.values((item ?? {}) as Values)) readBytes(value);
  }
}

function readBytes(value: AttributeValue): void {
  // From JSON they are texts.
  if (value.B !== undefined) value.B = readBase64(value.B as unknown as string);
  else if (value.BS !== undefined) value.BS = value.BS.map((text) => readBase64(text as unknown as string));
  else if (value.L !== undefined) value.L.forEach(readBytes);
  else if (value.M !== undefined) Object.values(value.M).forEach(readBytes);
}
