import { ConditionalCheckFailedException, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

interface ConditionalInput {
  readonly TableName?: string;
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly Item?: Readonly<Record<string, unknown>>;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

/**
 * Gives the item with a failed condition, where it was asked for, as DynamoDB does and dynalite does not. Not in the
 * same instant: so only for tests of one writer.
 *
 * @returns the function that makes the client as it was.
 */
export function returnItemsOfFailedConditions(client: DynamoDBDocumentClient): () => void {
  const { endpoint, region, credentials } = client.config;
  // Not through the client itself, whose calls may be counted.
  const reader = new DynamoDBClient({ region, credentials, ...(endpoint && { endpoint }) });
  const name = 'returnItemsOfFailedConditions';
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const input = args.input as ConditionalInput;
        const asked = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
        const pk = (input.Key ?? input.Item)?.pk;
        if (!asked || !(error instanceof ConditionalCheckFailedException) || error.Item) throw error;
        const command = new GetItemCommand({
          TableName: input.TableName,
          Key: { pk: { S: String(pk) } },
          ConsistentRead: true,
        });
        const { Item } = await reader.send(command);
        if (Item) error.Item = Item;
        throw error;
      }
    },
    { step: 'initialize', priority: 'high', name },
  );
  return () => client.middlewareStack.remove(name);
}
