import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { stepFunctionsTriggers } from '#contract/triggers/step-functions.ts';

/** The name of a function of a block, or of the one that flushes at the end. */
type FlowFunctionName = (typeof stepFunctionsTriggers)[number]['operation'];

/** The functions of a deployment that state machines start, by their names. A deployment has them by its context `stepFunctions`. */
export class FlowFunctions {
  readonly #functions: ReadonlyMap<string, LambdaFunction>;

  constructor(functions: ReadonlyMap<string, LambdaFunction>) {
    this.#functions = functions;
  }

  /** @throws Error when the deployment has none of this name */
  get(name: FlowFunctionName): LambdaFunction {
    const found = this.#functions.get(name);
    if (found === undefined) throw new Error(`There is no function ${JSON.stringify(name)} for state machines.`);
    return found;
  }
}
