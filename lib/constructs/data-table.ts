import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type * as Tables from '#tables';

/** What a table of the deployment is made from. */
export interface DataTableProps {
  /** Its keys and indexes, from the table of tables. */
  readonly definition: Tables.Table;
  /** Days, 1 to 35, in which it can be restored to any second, unless its definition says. */
  readonly recoveryDays: number;
}

/**
 * A DynamoDB table that nothing but a deliberate act removes: kept when its stack goes, deletion protected, restorable
 * to any second. Encrypted under a key that AWS owns, so that a customer who disables the key of secured values still
 * has ordinary ones.
 */
export class DataTable extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string, { definition, recoveryDays }: DataTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: attribute(definition.partitionKey),
      ...(definition.sortKey && { sortKey: attribute(definition.sortKey) }),
      ...(definition.timeToLive && { timeToLiveAttribute: definition.timeToLive }),
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
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: attribute(partitionKey),
        sortKey: attribute(sortKey),
        ...(projection === 'KEYS_ONLY'
          ? { projectionType: ProjectionType.KEYS_ONLY }
          : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] }),
      });
    }
  }

  /** The name that DynamoDB knows it by. */
  get tableName(): string {
    return this.table.tableName;
  }

  /** Its ARN, or that of one of its indexes. */
  arn(index?: string): string {
    const { tableArn } = this.table;
    return index === undefined ? tableArn : `${tableArn}/index/${index}`;
  }
}

function attribute({ name, type }: Tables.Key): { name: string; type: AttributeType } {
  return { name, type: type === 'S' ? AttributeType.STRING : AttributeType.NUMBER };
}
