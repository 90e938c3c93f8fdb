import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { DynamoDbAction } from '#routes';
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
 * has ordinary ones (design, section 3).
 */
export class DataTable extends Construct {
  private readonly table: Table;
  private readonly indexes: readonly string[];

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
    this.indexes = Object.keys(definition.indexes);
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

  /**
   * The ARNs on which an action is allowed: of the indexes for a query of a table that has some, else of the table.
   * (What an index is for, nothing reads past it.)
   */
  arnsFor(action: DynamoDbAction): readonly string[] {
    const { tableArn } = this.table;
    const queried = action === 'Query' && this.indexes.length > 0;
    return queried ? this.indexes.map((name) => `${tableArn}/index/${name}`) : [tableArn];
  }
}

function attribute({ name, type }: Tables.Key): { name: string; type: AttributeType } {
  return { name, type: type === 'S' ? AttributeType.STRING : AttributeType.NUMBER };
}
