import { type App, Aws, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { DynamoDbAction, TableName } from '#contract/contract.ts';
import { roles } from '#contract/roles.ts';
import { listNewIndexes, type Table, tables } from '#tables';
import { defaultClients } from '../clients.ts';
import { locateCode } from '../code.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { ClientQueues } from '../constructs/client-queues.ts';
import { COGNITO_SCOPE_PREFIX, CognitoIssuer } from '../constructs/cognito-issuer.ts';
import { CustomDomain } from '../constructs/custom-domain.ts';
import { CustomerKey } from '../constructs/customer-key.ts';
import { DataTable } from '../constructs/data-table.ts';
import { HandlerFunction } from '../constructs/handler-function.ts';
import { IdKey } from '../constructs/id-key.ts';
import type { Context } from '../context.ts';
import { preToken } from '../handlers.ts';
import type { Issuer } from '../issuer.ts';
import { makeKeyPolicyStatement } from '../kms-policy.ts';
import { makeMetricsEnvironment } from '../watch/metrics.ts';

/** What the stack is made from. */
export interface DataStackProps extends StackProps {
  /** What the deployment chose. */
  readonly context: Context;
  /** The directory of the bundles. */
  readonly bundles: string;
}

/** How long Cognito waits for its function. */
const PRE_TOKEN_TIMEOUT = Duration.seconds(5);

/**
 * What must outlive every deployment: the tables, the key under which ids are stored in them, the customer's key, and the
 * names by which callers know the API: the issuer with its clients, and the custom domain.
 */
export class DataStack extends Stack {
  /** The tables, by the names that grants use. */
  readonly tables: ReadonlyMap<TableName, DataTable>;
  /** The key under which conversation ids become partition keys. */
  readonly idKey: IdKey;
  /** The key under which the data keys of secured values are wrapped. */
  readonly customerKey: CustomerKey;
  /** Whose access tokens the API takes. */
  readonly issuer: Issuer;
  /** The same, where it is the Cognito made here; undefined with an issuer of the customer's. */
  readonly cognito: CognitoIssuer | undefined;
  /** What is told of alarms; undefined: nothing is. */
  readonly alarmTopic: ITopic | undefined;

  constructor(app: App, id: string, { context, bundles, ...props }: DataStackProps) {
    const { name: alias, recoveryDays, logDays, kmsKeyArn: arn, formerKmsKeyArns: formerArns = [] } = context;
    super(app, id, { ...props, terminationProtection: true });
    this.tables = new Map(
      listTables(context).map((name) => [
        name,
        new DataTable(this, name, {
          definition: tables[name],
          leaves: name === 'conversations' ? listNewIndexes().slice(context.newIndexes) : [],
          recoveryDays,
          existing: context[`${name}Table`],
          ...(name === 'conversations' && {
            hasStream: context.events || context.changes,
            existingStreamArn: context.conversationsStreamArn,
          }),
        }),
      ]),
    );
    this.idKey = new IdKey(this, 'IdKey', { logDays, existing: context.idKeyArn });
    this.customerKey = new CustomerKey(this, 'CustomerKey', { arn, formerArns, alias });
    const { issuer: url, audience, scopePrefix = '' } = context;
    if (url !== undefined && audience !== undefined) {
      this.issuer = { url, audience, scopePrefix };
    } else {
      this.cognito = this.makeCognito(context, bundles);
      this.issuer = this.cognito;
    }
    const { domainName, certificateArn, hostedZoneId } = context;
    if (domainName !== undefined && certificateArn !== undefined) {
      new CustomDomain(this, 'Domain', { domainName, certificateArn, hostedZoneId });
    }
    // Last: a table is protected from the moment it is made, so a first deployment that fails before leaves none behind.
    for (const table of this.tables.values()) table.node.addDependency(this.idKey.secret, this.customerKey);
    this.alarmTopic = this.alarmTopicOf(context);
    for (const [name, { tableName }] of this.tables) new CfnOutput(this, `${name}TableName`, { value: tableName });
    new CfnOutput(this, 'IdKeyArn', {
      value: this.idKey.secretArn,
      description: 'The secret without which no stored conversation is found: keep a copy of its value',
    });
    new CfnOutput(this, 'KmsKeyArn', {
      value: this.customerKey.arn,
      description: 'The key without which no secured attribute can be read: check it with npm run check-key',
    });
    if (arn !== undefined) {
      new CfnOutput(this, 'KmsKeyPolicyStatement', {
        value: this.toJsonString(makeKeyPolicyStatement(`arn:${Aws.PARTITION}:iam::${this.account}:root`)),
        description: 'What the policy of that key must hold if the key is in another account',
      });
    }
  }

  /** The table of a name. */
  table(name: TableName): DataTable {
    const table = this.tables.get(name);
    if (table === undefined) throw new Error(`The deployment has no table ${JSON.stringify(name)}.`);
    return table;
  }

  private alarmTopicOf({ alarmTopicArn: arn, alarmEmail: email }: Context): ITopic | undefined {
    if (arn !== undefined) return Topic.fromTopicArn(this, 'Alarms', arn);
    return email === undefined ? undefined : new AlarmTopic(this, 'Alarms', email).topic;
  }

  private makeCognito(context: Context, bundles: string): CognitoIssuer {
    const { name, clients = defaultClients, logLevel, logDays, reservedConcurrency, console: hasPeople } = context;
    const { operation: handler, summary: description, dynamodb } = preToken;
    const made = new HandlerFunction(this, handler, {
      code: locateCode(bundles),
      handler,
      description,
      environment: { ...makeMetricsEnvironment(name), ...(hasPeople && { ROLE_SCOPES: writeRoleScopes() }) },
      timeout: PRE_TOKEN_TIMEOUT,
      logLevel,
      logDays,
      reservedConcurrency: reservedConcurrency?.get(handler),
    });
    for (const [table, actions] of Object.entries(dynamodb) as [TableName, readonly DynamoDbAction[]][]) {
      made.useTable(table, this.table(table), actions);
    }
    const cognito = new CognitoIssuer(this, 'Issuer', { name, clients, preToken: made.function, hasPeople });
    const { clientIds } = cognito;
    new ClientQueues(this, 'ClientQueues', { clients, clientIds, settings: this.table('settings'), logDays });
    cognito.addOutputs();
    if (hasPeople) cognito.addPeopleOutput();
    return cognito;
  }
}

/** The tables that a deployment has. */
function listTables(context: Context): readonly TableName[] {
  const all = Object.entries(tables) as [TableName, Table][];
  return all.flatMap(([name, { needs }]) => (needs === undefined || context[needs] ? [name] : []));
}

/** The scopes of each role, as tokens have them, with spaces between: the function that puts them there knows no contract. */
function writeRoleScopes(): string {
  const named = Object.entries(roles).map(
    ([role, scopes]) => [role, scopes.map((scope) => `${COGNITO_SCOPE_PREFIX}${scope}`).join(' ')] as const,
  );
  return JSON.stringify(Object.fromEntries(named));
}
