import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import type { Clients } from '../clients.ts';
import type { DataTable } from './data-table.ts';

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

/** What the partition keys of the rows begin with; the client's id follows. No operation writes such a key. */
const prefix = 'client#';

/**
 * A row in the settings for each client, with its call queues, for the function that puts them into tokens. Its
 * environment cannot hold them: an id is made after the user pool, and the pool after its function.
 *
 * A deployment writes them, and removes those of clients that are no longer there.
 */
export class ClientQueues extends Construct {
  constructor(scope: Construct, id: string, { clients, clientIds, settings, logDays }: ClientQueuesProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
    const role = this.writerOf(settings);
    logGroup.grantWrite(role);
    for (const [name, clientId] of clientIds) {
      const key = { pk: { S: `${prefix}${clientId}` } };
      const queues = { S: clients.get(name)?.queues ?? '' };
      const physicalResourceId = PhysicalResourceId.of(clientId);
      const TableName = settings.tableName;
      new AwsCustomResource(this, name, {
        resourceType: 'Custom::ClientQueues',
        // A creation does the same.
        onUpdate: {
          service: 'DynamoDB',
          action: 'PutItem',
          parameters: { TableName, Item: { ...key, queues } },
          physicalResourceId,
        },
        onDelete: { service: 'DynamoDB', action: 'DeleteItem', parameters: { TableName, Key: key } },
        // What the runtime has will do, and needs no registry.
        installLatestAwsSdk: false,
        memorySize: 256,
        role,
        logGroup,
      });
    }
    this.acknowledgeWriter();
  }

  /** The function of the CDK that writes the rows, one for all resources of its kind in the stack. */
  private acknowledgeWriter(): void {
    const writer = Stack.of(this).node.findChild(`AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`);
    Validations.of(writer).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason:
          'CloudFormation waits for the answer of each invocation: one that is lost fails the deployment, which is rolled back.',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason: 'It runs in deployments that change a client, and logs what it was asked for and what it was answered.',
      },
    );
  }

  /** A role that may write these rows and nothing else. */
  private writerOf(settings: DataTable): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    for (const action of ['PutItem', 'DeleteItem'] as const) {
      role.addToPolicy(
        new PolicyStatement({
          actions: [`dynamodb:${action}`],
          resources: [settings.arn()],
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] } },
        }),
      );
    }
    return role;
  }
}
