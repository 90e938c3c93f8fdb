import { afterAll, beforeAll } from 'vitest';
import type { Kms } from '../../../local/kms/start.ts';
import { type Api, type ApiOptions, patient, useApi } from '../../support/api.ts';
import { type Container, newContainer } from './container.ts';
import { openRaw, type Raw } from './raw.ts';

/** The API with what proves secured attributes. */
export interface SecuredApi {
  readonly api: Api;
  /** The tables, past the API. */
  readonly raw: Raw;
  /** The KMS stand-in. */
  readonly kms: Kms;
  /** The container that serves requests now. */
  readonly container: Container;
  /** Starts another container, which serves requests from now on: it has no data key in memory. */
  renew(): Promise<Container>;
  /** The headers that give a request to the container that serves now, whichever are started later. */
  toThisContainer(): Readonly<Record<string, string>>;
  /** Requests to KMS so far. */
  kmsCalls(): number;
}

/** The header that gives a request to a container by its place in the order of starts. */
const containerHeader = 'x-test-container';

/** Serves the API to the tests of a file in containers that can be told apart and replaced. */
export function useSecuredApi(options: ApiOptions = {}): SecuredApi {
  const containers: Promise<Container>[] = [];
  let newest: Container;
  let raw: Raw;
  const renew = async () => {
    const started = newContainer(options.times ?? patient);
    containers.push(started);
    newest = await started;
    return newest;
  };
  const api = useApi({
    ...options,
    load: async (operation) => {
      await (containers[0] ?? renew());
      return async (event, context) => {
        const chosen = containers[Number(event.headers?.[containerHeader] ?? Number.NaN)];
        const handler = ((await chosen) ?? newest).handlers.get(operation);
        if (!handler) throw new Error(`No container has a handler of "${operation}"`);
        return handler(event, context);
      };
    },
  });
  beforeAll(() => {
    raw = openRaw();
  });
  const kms = () => {
    if (!api.local.kms) throw new Error('The environment names a KMS of its own; these tests need the stand-in');
    return api.local.kms;
  };
  afterAll(() => {
    newest.before = () => undefined;
  });
  return {
    api,
    renew,
    toThisContainer: () => ({ [containerHeader]: `${containers.length - 1}` }),
    get raw() {
      return raw;
    },
    get kms() {
      return kms();
    },
    get container() {
      return newest;
    },
    kmsCalls: () => Object.values(kms().calls).reduce((sum, count) => sum + count, 0),
  };
}
