import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { CLIENT_QUEUES_PREFIX, makeClientQueuesKey } from '#contract/client-queues.ts';
import type { Clients } from '../clients.ts';
import type { DataTable } from './data-table.ts';
import { SdkCalls } from './sdk-calls.ts';

/** What the rows are made from. */
export interface ClientQueuesProps {
  /** Whose call queues they are. */
  readonly clients: Clients;
  /** The ids of the clients, by their names. */
  readonly clientIds: ReadonlyMap<string, string>;
  /** Where the rows are. */
  readonly settings: DataTable;
  /** Days for which the log of the writer is kept. */
  readonly logDays: RetentionDays;
}

/**
 * A row in the settings for each client, with its call queues, for the function that puts them into tokens. Its
 * environment cannot hold them: an id is made after the user pool, and the pool after its function.
 *
 * A deployment writes them, and removes those of clients that are no longer there.
 */
export class ClientQueues extends Construct {
  constructor(scope: Construct, id: string, { clients, clientIds, settings, logDays }: ClientQueuesProps) {
    super(scope, id);
    const calls = SdkCalls.of(this, logDays);
    for (const action of ['PutItem', 'DeleteItem'] as const) {
      calls.allow(
        new PolicyStatement({
          actions: [`dynamodb:${action}`],
          resources: [settings.arn()],
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${CLIENT_QUEUES_PREFIX}*`] } },
        }),
      );
    }
    for (const [name, clientId] of clientIds) {
      const key = { pk: { S: makeClientQueuesKey(clientId) } };
      const queues = { S: clients.get(name)?.queues ?? '' };
      const physicalResourceId = PhysicalResourceId.of(clientId);
      const TableName = settings.tableName;
      calls.make(this, name, {
        resourceType: 'Custom::ClientQueues',
        // A creation does the same.
        onUpdate: {
          service: 'DynamoDB',
          action: 'PutItem',
          parameters: { TableName, Item: { ...key, queues } },
          physicalResourceId,
        },
        onDelete: { service: 'DynamoDB', action: 'DeleteItem', parameters: { TableName, Key: key } },
      });
    }
  }
}
