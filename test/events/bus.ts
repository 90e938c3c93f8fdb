import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import type { WriteRecord } from '../../local/records.ts';

/** A record of a stream, as Lambda hands it over. */
export function toStreamRecord({ at, before, after }: WriteRecord, position: number) {
  const images = { ...(before && { OldImage: before }), ...(after && { NewImage: after }) };
  return { dynamodb: { SequenceNumber: String(position), ApproximateCreationDateTime: at / 1000, ...images } };
}

/** What a bus takes. */
export interface Taken {
  readonly DetailType: string;
  readonly Detail: string;
  readonly [field: string]: unknown;
}

/** A stand-in for EventBridge. */
export interface Bus {
  /** What it has taken since the test began. */
  readonly taken: readonly Taken[];
  /** The events of these. */
  readonly events: readonly CloudEvent[];
  /** Whether it refuses an event, by its detail. It takes all until a test says otherwise. */
  refuses: (detail: string) => boolean;
}

/** Starts one for the tests of a file, in the place of EventBridge, with what `publish-events` reads of the environment. */
export function useBus(values: readonly string[]): Bus {
  const taken: Taken[] = [];
  const bus = {
    taken,
    get events() {
      return taken.map(({ Detail }): CloudEvent => JSON.parse(Detail));
    },
    refuses: (_detail: string) => false,
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { Entries } = JSON.parse(body);
      const answers = Entries.map((entry: Taken) => {
        if (bus.refuses(entry.Detail)) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'too many' };
        taken.push(entry);
        return { EventId: String(taken.length) };
      });
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ FailedEntryCount: 0, Entries: answers }));
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const environment = {
      ...{ AWS_ENDPOINT_URL_EVENTBRIDGE: `http://127.0.0.1:${port}`, AWS_REGION: 'eu-central-1' },
      ...{ AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
      ...{ EVENT_BUS: 'trial', EVENT_SOURCE: 'trial', EVENT_VALUES: JSON.stringify(values) },
    };
    Object.assign(process.env, environment);
  });
  beforeEach(() => {
    taken.length = 0;
    bus.refuses = () => false;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return bus;
}
