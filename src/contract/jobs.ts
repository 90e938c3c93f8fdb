import type { Grants } from './contract.ts';

/** A function that the clock starts, not a request. */
export interface Job extends Grants {
  /** The handler is `lambdas/<operation>.ts`. */
  readonly operation: string;
  readonly everyMinutes: number;
  /** How many runs are started each time. Each is told which part it is, from 0, and of how many. */
  readonly parts: number;
  /** Memory of a run. Its processor grows with it: 1,769 MB have a whole one. */
  readonly memoryMB: number;
  readonly summary: string;
}

/** Every job. */
export const jobs: readonly Job[] = [
  {
    operation: 'sweep',
    everyMinutes: 1,
    parts: 4,
    memoryMB: 1_769,
    summary: 'Do what is due: flush pending writes left alone, end conversations, remove expired records',
    dynamodb: {
      conversations: ['Query due', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      dataKeys: ['PutItem'],
      settings: ['GetItem'],
    },
  },
];
