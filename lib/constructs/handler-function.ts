import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { DynamoDbAction, KmsAction } from '#contract/contract.ts';
import { nameTableVariable } from '#tables';
import { UNDER_ENCRYPTION_CONTEXT } from '../kms-policy.ts';
import type { CustomerKey } from './customer-key.ts';
import type { DataTable } from './data-table.ts';
import type { IdKey } from './id-key.ts';

/** What a function is made from. */
export interface HandlerFunctionProps {
  /** The bundles, one directory for all functions. */
  readonly code: Code;
  /** The name of its bundle, which exports `handler`. */
  readonly handler: string;
  /** What it is for. */
  readonly description: string;
  /** Environment variables that go with no grant. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * How long a run may take.
   * @default 10 seconds, the time of a request
   */
  readonly timeout?: Duration;
  /**
   * Memory in MB, and with it the share of a processor.
   * @default 512
   */
  readonly memoryMB?: number;
  /**
   * How many runs of it there may be at once, which nothing else in the account can use then.
   * @default - as many as the account has room for
   */
  readonly reservedConcurrency: number | undefined;
  /** From which level on it logs; the handler finds it in `LOG_LEVEL`. */
  readonly logLevel: 'INFO' | 'DEBUG';
  /** Days for which its log is kept. */
  readonly logDays: RetentionDays;
}

/**
 * A Lambda function with a log group and a role of its own. The role may write to that log group and nothing else until
 * one of the `use` methods gives it something, which sets the environment variable along with the grant.
 */
export class HandlerFunction extends Construct {
  /** The function, for whatever calls it. */
  readonly function: LambdaFunction;
  /** Within the role: a policy of its own for each function is a tenth of the resources that a stack may have. */
  private readonly policy = new PolicyDocument();

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { code, handler, description, environment, timeout = Duration.seconds(10), logLevel, logDays } = props;
    const { memoryMB = 512, reservedConcurrency } = props;
    const logGroup = new LogGroup(this, 'Log', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Own: this.policy },
    });
    const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    this.policy.addStatements(new PolicyStatement({ actions: logging, resources: [logGroup.logGroupArn] }));
    this.function = new LambdaFunction(this, 'Function', {
      description,
      code,
      handler: `${handler}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMB,
      timeout,
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
      role,
      logGroup,
      // Lambda's own lines become objects too, like those that the handlers write.
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[logLevel],
      environment: { ...environment, LOG_LEVEL: logLevel },
    });
    Validations.of(this.function).acknowledge({
      id: 'Serverless-LambdaTracing',
      reason:
        'A trace would hold the start-up and the duration, which the report of each invocation has already: no tracer is bundled (17 to 28 ms of every cold start), and HTTP APIs pass no trace on. It would need xray:PutTraceSegments on every resource.',
    });
  }

  /** Lets it do these actions on a table, and names the table in `<NAME>_TABLE`: `dataKeys` in `DATA_KEYS_TABLE`. */
  useTable(name: string, table: DataTable, actions: readonly DynamoDbAction[]): void {
    this.function.addEnvironment(nameTableVariable(name), table.tableName);
    for (const action of actions) {
      const [call, index] = action.split(' ');
      this.policy.addStatements(new PolicyStatement({ actions: [`dynamodb:${call}`], resources: [table.arn(index)] }));
    }
  }

  /** Gives it the key under which ids are stored, in `ID_KEY`. It needs no permission to read the secret. */
  useIdKey(key: IdKey): void {
    this.function.addEnvironment('ID_KEY', key.value);
  }

  /**
   * Lets it do these actions with the customer's key, for data keys that are bound to this application, and names the
   * key in `KMS_KEY_ID`. What former keys wrap it may open.
   */
  useCustomerKey(key: CustomerKey, actions: readonly KmsAction[]): void {
    this.function.addEnvironment('KMS_KEY_ID', key.arn);
    for (const action of actions) {
      const resources = action === 'Decrypt' ? [key.arn, ...key.formerArns] : [key.arn];
      this.policy.addStatements(
        new PolicyStatement({ actions: [`kms:${action}`], resources, conditions: UNDER_ENCRYPTION_CONTEXT }),
      );
    }
  }
}
