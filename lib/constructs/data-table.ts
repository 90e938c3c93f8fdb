import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type * as Tables from '#tables';

/** What a table of the deployment is made from. */
export interface DataTableProps {
  /** Its keys and indexes, from the table of tables. */
  readonly definition: Tables.Table;
  /**
   * Names of indexes that the table does not get yet.
   * @default - it gets all
   */
  readonly leaves?: readonly string[];
  /** Days, 1 to 35, in which it can be restored to any second, unless its definition says. */
  readonly recoveryDays: number;
  /**
   * The name of an existing table, in this account and region: one that was restored, or kept when its stack went.
   * @default - a table is made
   */
  readonly existing?: string | undefined;
  /**
   * Whether it has a stream of what each item was before a write and is after it.
   * @default false
   */
  readonly hasStream?: boolean | undefined;
  /** The ARN of the stream of an existing table. @default - it has none */
  readonly existingStreamArn?: string | undefined;
}

/**
 * A DynamoDB table that nothing but a deliberate act removes: kept when its stack goes, deletion protected, restorable
 * to any second. Encrypted under a key that AWS owns, so that a customer who disables the key of secured values still
 * has ordinary ones.
 */
export class DataTable extends Construct {
  /** The name that DynamoDB knows it by. */
  readonly tableName: string;
  /** Of its stream, if it has one. */
  readonly streamArn: string | undefined;
  private readonly tableArn: string;

  constructor(scope: Construct, id: string, { existing, existingStreamArn, ...props }: DataTableProps) {
    super(scope, id);
    const table = existing === undefined ? this.made(props) : undefined;
    const { tableName, tableArn } = table ?? this.given(existing ?? '');
    this.tableName = tableName;
    this.streamArn = table ? table.tableStreamArn : existingStreamArn;
    this.tableArn = tableArn;
  }

  /** Its ARN, or that of one of its indexes. */
  arn(index?: string): string {
    return index === undefined ? this.tableArn : `${this.tableArn}/index/${index}`;
  }

  private given(tableName: string) {
    const tableArn = Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: tableName });
    return { tableName, tableArn };
  }

  private made({ definition, leaves = [], recoveryDays, hasStream }: Omit<DataTableProps, 'existing'>): Table {
    const table = new Table(this, 'Table', {
      partitionKey: toAttribute(definition.partitionKey),
      ...(definition.sortKey && { sortKey: toAttribute(definition.sortKey) }),
      ...(definition.timeToLive && { timeToLiveAttribute: definition.timeToLive }),
      ...(hasStream && { stream: StreamViewType.NEW_AND_OLD_IMAGES }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: definition.backupDays ?? recoveryDays,
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const [indexName, { partitionKey, sortKey, projection }] of Object.entries(definition.indexes)) {
      if (leaves.includes(indexName)) continue;
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: toAttribute(partitionKey),
        sortKey: toAttribute(sortKey),
        ...(projection === 'KEYS_ONLY'
          ? { projectionType: ProjectionType.KEYS_ONLY }
          : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] }),
      });
    }
    return table;
  }
}

function toAttribute({ name, type }: Tables.Key): { name: string; type: AttributeType } {
  return { name, type: type === 'S' ? AttributeType.STRING : AttributeType.NUMBER };
}
