import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One call to DynamoDB. */
interface Call {
  /** Such as `UpdateItem`. */
  readonly command: string;
  readonly updateExpression: string;
  readonly conditionExpression: string;
  /** Write or read units of the table, without its indexes; undefined when the call failed. */
  readonly units?: number;
  /** The same with its indexes, as far as the end point counts them. */
  readonly allUnits?: number;
}

/** What is read of a request and an answer: the commands of `lib-dynamodb` have these where DynamoDB has them. */
interface Input {
  readonly Key?: { readonly pk?: unknown };
  UpdateExpression?: string;
  ConditionExpression?: string;
  ReturnConsumedCapacity?: string;
}

interface Output {
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number; readonly Table?: { readonly CapacityUnits?: number } };
}

/** Calls to DynamoDB as they happen. */
export interface Calls {
  /** Gives what happened while it worked. Tests of a file run one after another, so it is all of this work. */
  during(work: () => Promise<unknown>): Promise<readonly Call[]>;
  /** Every call so far. */
  readonly all: readonly Call[];
  /** How often the definitions of attributes were read: once a minute by the clock, so these are not among the calls. */
  readonly readsOfDefinitions: number;
}

/** Whether a call reads the definitions of attributes, which all requests of a process share. */
export function readsDefinitions(commandName: string, input: object): boolean {
  return commandName === 'GetItemCommand' && (input as Input).Key?.pk === 'attribute-definitions';
}

/** Counts the calls of a client from now on. The attempts of the SDK within one call are not told apart. */
export function countCalls(client: DynamoDBDocumentClient): Calls {
  const all: Call[] = [];
  let readsOfDefinitions = 0;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = args.input as Input;
        if (readsDefinitions(commandName, input)) {
          readsOfDefinitions += 1;
          return next(args);
        }
        // The total has the units of the indexes in it.
        input.ReturnConsumedCapacity = 'INDEXES';
        const call = {
          command: commandName.replace(/Command$/, ''),
          updateExpression: input.UpdateExpression ?? '',
          conditionExpression: input.ConditionExpression ?? '',
        };
        const position = all.push(call) - 1;
        const answer = await next(args);
        const { ConsumedCapacity } = answer.output as Output;
        const units = ConsumedCapacity?.Table?.CapacityUnits;
        const allUnits = ConsumedCapacity?.CapacityUnits ?? units;
        if (units !== undefined && allUnits !== undefined) all[position] = { ...call, units, allUnits };
        return answer;
      },
    { step: 'initialize', name: 'countCalls', priority: 'low' },
  );
  return {
    all,
    get readsOfDefinitions() {
      return readsOfDefinitions;
    },
    during: async (work) => {
      const before = all.length;
      await work();
      return all.slice(before);
    },
  };
}
