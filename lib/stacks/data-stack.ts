import { type App, Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { TableName } from '#routes';
import { tables } from '#tables';
import { CustomerKey } from '../constructs/customer-key.ts';
import { DataTable } from '../constructs/data-table.ts';
import { IdKey } from '../constructs/id-key.ts';
import type { Context } from '../context.ts';
import { keyPolicyStatement } from '../kms-policy.ts';

/** What the stack is made from. */
export interface DataStackProps extends StackProps {
  /** What the deployment chose. */
  readonly context: Pick<Context, 'name' | 'recoveryDays' | 'kmsKeyArn'>;
}

/** What must outlive every deployment: the tables, the key under which ids are stored in them, and the customer's key. */
export class DataStack extends Stack {
  /** The tables, by the names that the route table uses. */
  readonly tables: ReadonlyMap<TableName, DataTable>;
  /** The key under which conversation ids become partition keys. */
  readonly idKey: IdKey;
  /** The key under which the data keys of secured values are wrapped. */
  readonly customerKey: CustomerKey;

  constructor(app: App, id: string, { context, ...props }: DataStackProps) {
    const { name: alias, recoveryDays, kmsKeyArn: arn } = context;
    super(app, id, { ...props, terminationProtection: true });
    this.tables = new Map(
      (Object.keys(tables) as TableName[]).map((name) => [
        name,
        new DataTable(this, name, { definition: tables[name], recoveryDays }),
      ]),
    );
    this.idKey = new IdKey(this, 'IdKey');
    this.customerKey = new CustomerKey(this, 'CustomerKey', { arn, alias });
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
        value: this.toJsonString(keyPolicyStatement(`arn:${Aws.PARTITION}:iam::${this.account}:root`)),
        description: 'What the policy of that key must hold if the key is in another account',
      });
    }
  }
  /** The table of a name. */
  table(name: TableName): DataTable {
    const table = this.tables.get(name);
    if (table === undefined) throw new Error(`There is no table ${JSON.stringify(name)} in the table of tables.`);
    return table;
  }
}
