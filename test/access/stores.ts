import type { Api } from '../support/api.ts';
import { type Calls, countCalls } from '../support/calls.ts';

/** What a request did to the stores and to the key. */
export interface Touched {
  readonly dynamodb: Awaited<ReturnType<Calls['during']>>;
  /** Calls to KMS. */
  readonly kms: number;
}

/** Watches what requests do to the stores. */
export interface Watch {
  during(work: () => Promise<unknown>): Promise<Touched>;
}

/** Nothing was asked of a store or of the key. */
export const untouched: Touched = { dynamodb: [], kms: 0 };

/** Watches the stores of a server that has been started. */
export async function watch({ local }: Api): Promise<Watch> {
  // Its environment is there since the API was started.
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  const calls: Calls = countCalls(documentClient);
  const kms = () => Object.values(local.kms?.calls ?? {}).reduce((sum, count) => sum + count, 0);
  return {
    during: async (work) => {
      const before = kms();
      const dynamodb = await calls.during(work);
      return { dynamodb, kms: kms() - before };
    },
  };
}
