import type { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '#dynamodb/encode-item.ts';
import { tables } from '#tables';
import { ValidationException } from './evaluator.ts';

/** The commands that the store sends. */
export type Request = GetCommand | PutCommand | UpdateCommand | DeleteCommand;

/** What a write says. */
export type Write = Exclude<Request, GetCommand>['input'];

/** DynamoDB's limit of an expression, in bytes with its placeholders. */
const expressionBytes = 4096;

/** The parameters of a write. */
export const known: readonly string[] = [
  ...['TableName', 'Key', 'Item', 'ConditionExpression', 'UpdateExpression', 'ExpressionAttributeNames'],
  ...['ExpressionAttributeValues', 'ReturnValues', 'ReturnValuesOnConditionCheckFailure', 'ReturnConsumedCapacity'],
];

/** Refuses a parameter that the tables would not heed. @throws SyntaxError */
export function refuseUnknown(input: object, parameters: readonly string[]): void {
  const unknown = Object.keys(input).filter((name) => !parameters.includes(name));
  if (unknown.length > 0) throw new SyntaxError(`The table does not know ${unknown.join(', ')}`);
}

/** DynamoDB refuses a placeholder that no expression uses, and an expression that is too long. */
export function refuseUnused(input: Write, condition: string): void {
  const { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = input;
  const update = 'UpdateExpression' in input ? (input.UpdateExpression ?? '') : '';
  const used = new Set(`${condition} ${update}`.match(/[#:]\w+/g));
  const all = [...Object.keys(ExpressionAttributeNames), ...Object.keys(ExpressionAttributeValues)];
  const unused = all.filter((placeholder) => !used.has(placeholder));
  if (unused.length > 0) throw new ValidationException(`Placeholders are unused: ${unused.join(', ')}`);
  if (Math.max(condition.length, update.length) > expressionBytes) {
    throw new ValidationException(
      `An expression has ${condition.length} and ${update.length} of ${expressionBytes} bytes`,
    );
  }
}

/** The SDK refuses what it can't write. */
export function refuseUndefined(item: Item): void {
  const name = Object.keys(item).find((one) => item[one] === undefined);
  if (name !== undefined) throw new ValidationException(`${name} is undefined, which can not be stored`);
}

/** Where an item is: the table and its key. */
export function keyOf({ TableName = '' }: { TableName?: string | undefined }, key: Item | undefined): string {
  const table = Object.entries(tables).find(([name]) => name === TableName)?.[1];
  const value = table && key?.[table.partitionKey.name];
  if (typeof value !== 'string') throw new ValidationException(`The table or its key is missing: ${TableName}`);
  return `${TableName}/${value}`;
}
