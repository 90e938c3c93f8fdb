import { type App, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { TableName } from '#routes';
import { tables } from '#tables';
import { DataTable } from '../constructs/data-table.ts';
import { IdKey } from '../constructs/id-key.ts';

/** What the stack is made from. */
export interface DataStackProps extends StackProps {
  /** Days, 1 to 35, in which a table can be restored to any second. */
  readonly recoveryDays: number;
}

/** What must outlive every deployment: the tables, and the key under which ids are stored in them. */
export class DataStack extends Stack {
  /** The tables, by the names that the route table uses. */
  readonly tables: ReadonlyMap<TableName, DataTable>;
  /** The key under which conversation ids become partition keys. */
  readonly idKey: IdKey;

  constructor(app: App, id: string, { recoveryDays, ...props }: DataStackProps) {
    super(app, id, { ...props, terminationProtection: true });
    this.tables = new Map(
      (Object.keys(tables) as TableName[]).map((name) => [
        name,
        new DataTable(this, name, { definition: tables[name], recoveryDays }),
      ]),
    );
    this.idKey = new IdKey(this, 'IdKey');
    for (const [name, { tableName }] of this.tables) new CfnOutput(this, `${name}TableName`, { value: tableName });
    new CfnOutput(this, 'IdKeyArn', {
      value: this.idKey.secretArn,
      description: 'The secret without which no stored conversation is found: keep a copy of its value',
    });
  }
}
