import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { Flow } from '../flow.ts';
import type { FlowFunctions } from '../flow-functions.ts';

/** What a block does. */
export interface FlowBlockWork {
  readonly function: Parameters<FlowFunctions['get']>[0];
  /** What its function is given beside the execution. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether it is a write, which each of its attempts repeats under the same operation id. */
  readonly isWrite: boolean;
  /** Where what it has got is kept. */
  readonly into?: string;
}

/** What the task of a block is made from. */
export interface BlockTaskProps {
  /** Of the block: the name of its state. */
  readonly id: string;
  readonly flow: Flow;
  readonly work: FlowBlockWork;
  readonly failure: IChainable | undefined;
  readonly inMap: boolean;
}

/** Makes the task of a block in a query language, with what follows its failure. */
export type MakeBlockTask = (scope: Construct, props: BlockTaskProps) => LambdaInvoke;
