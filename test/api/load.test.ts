import { AsyncLocalStorage } from 'node:async_hooks';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { listRequests, type Request } from '../../bench/scale/measure.ts';
import { importHandler } from '../../local/gateway/load-handler.ts';
import { read, rows, section } from '../docs/markdown.ts';
import { inParallel, keep } from '../life/support.ts';
import { useApi } from '../support/api.ts';
import { readsDefinitions } from '../support/calls.ts';
import { clocked, useClock } from '../support/clock.ts';
import { pathsOf } from '../support/paths.ts';

/** So many calls are played by so many callers at once. */
const CALLS = 100;
const CALLERS = 50;

/** What the requests of a kind took of DynamoDB in all. */
interface Took {
  requests: number;
  /** Calls that were answered, and those whose condition failed. */
  calls: number;
  failed: number;
  /** Requests of them that are refused: their conversation has ended. */
  refused: number;
  /** Of the calls those that have written. */
  writes: number;
  /** Units of the table. */
  write: number;
  read: number;
  /** Write units of its indexes, as far as the end point tells. */
  indexes: number;
}

/** A row of the page: what a request of the call takes when nobody writes meanwhile. */
const page = rows(section(read('docs/scale.md'), 'A call'))
  .slice(0, -1)
  .map(([what = '', ...cells]) => {
    const [calls = 0, write = 0, indexes = 0, readUnits = 0] = cells.map(Number);
    return { what, calls, write: write - indexes, indexes, read: readUnits };
  });

/** The header that says which request of the call it is: its place among them. */
const header = 'x-test-request';

const clock = useClock();

/** Lets so many seconds pass since the calls have begun, at no round time: a number takes fewer bytes the more zeros it ends with. */
const passSeconds = (count: number) => clock.setClock(clock.start + count * 1_000 + 123 + count);

const current = new AsyncLocalStorage<Took>();
let took: readonly Took[] = [];

const api = useApi({
  ...clocked,
  // What is called for a request is counted for it, whatever else is under way.
  load: async (operation) => {
    const handler = await importHandler(operation);
    return (event, context) => {
      const counts = took[Number(event.headers?.[header] ?? Number.NaN)];
      return counts ? current.run(counts, () => handler(event, context)) : handler(event, context);
    };
  },
});

beforeAll(async () => {
  const { documentClient } = await import('#http/wiring/document-client.ts');
  documentClient.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const counts = current.getStore();
        if (!counts || readsDefinitions(commandName, args.input)) return next(args);
        Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
        counts.calls += 1;
        try {
          const answer = await next(args);
          const { ConsumedCapacity: { CapacityUnits: all = 0, Table: { CapacityUnits: own = all } = {} } = {} } =
            answer.output as { ConsumedCapacity?: { CapacityUnits?: number; Table?: { CapacityUnits?: number } } };
          if ('ConsistentRead' in args.input) counts.read += own;
          else {
            counts.writes += 1;
            counts.write += own;
            counts.indexes += all - own;
          }
          return answer;
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException) counts.failed += 1;
          throw error;
        }
      },
    { step: 'initialize', name: 'countOfRequest', priority: 'low' },
  );
  await keep(api, 'voice', ['tier', 'result']);
});

/** The calls, each with its requests, whose places say which they are. */
function beginCalls(name: string): readonly { readonly id: string; readonly requests: readonly Request[] }[] {
  passSeconds(0);
  took = page.map(() => ({ requests: 0, calls: 0, failed: 0, refused: 0, writes: 0, write: 0, read: 0, indexes: 0 }));
  return Array.from({ length: CALLS }, (_, number) => {
    const id = `${name}-89ab-7def-8012-3456789ab${String(number).padStart(3, '0')}`;
    return { id, requests: listRequests(id, { size: 60 }) };
  });
}

/** Sends some requests of a call, one after another. */
async function play(requests: readonly Request[], from: number, to = from): Promise<void> {
  for (let place = from; place <= to; place++) await send(requests[place] ?? requests[0], place);
}

/** Sends one, which counts as that of a place. @returns whether it was done, and not refused since the call is over */
async function send([, method, path, body]: Request = ['', '', ''], place: number): Promise<boolean> {
  const { status, text } = await api.call(method, path, {
    ...(body && { body }),
    headers: { [header]: String(place) },
  });
  if (status >= 300 && status !== 409) throw new Error(`${method} ${path} answers ${status}: ${text}`);
  const counts = took[place];
  if (counts) {
    counts.requests += 1;
    counts.refused += status === 409 ? 1 : 0;
  }
  return status < 300;
}

/** The requests of the page by their places, and who sends which: the parties of a call work side by side. */
const [CREATE, SET, JOIN, WRAPUP, HANDLED] = [0, 6, 9, 12, 13] as const;
const parties = [
  { from: 1, to: 1, who: 'the CRM' },
  { from: 2, to: 5, who: 'a flow' },
  { from: SET, to: 8, who: 'another flow' },
  { from: JOIN, to: 11, who: 'an agent' },
  { from: JOIN, to: JOIN, who: 'a second agent' },
  { from: JOIN, to: JOIN, who: 'a third one' },
];

const ofCustomer = ['account', 'callback', 'intent', 'language', 'name', 'product', 'reason', 'score', 'segment'];

/** A conversation has what each set, patch and flush has written, once. @param agents that have joined */
async function expectNothingLost(id: string, agents: number): Promise<void> {
  const { body } = await api.ok('GET', pathsOf(id).conversation);
  const [customer, agent] = body.participants;
  expect(Object.keys(customer?.attributes ?? {}).toSorted()).toEqual([...ofCustomer, 'ticket', 'tier']);
  expect(Object.keys(agent?.attributes ?? {}).toSorted()).toEqual(['followUp', 'note', 'result']);
  expect(body.participants).toHaveLength(1 + agents);
  // It was made, and then written in ways that can be seen: two patches, two flushes, participants.
  expect([body.version, customer?.version, agent?.version]).toEqual([5 + agents, 4, 2]);
  for (const flow of ['ivr-1', 'ivr-2'])
    expect((await api.ok('POST', pathsOf(id).flush(flow))).body.flushed).toEqual([]);
}

async function expectSaved(id: string): Promise<void> {
  const { data } = (await api.ok('GET', `${pathsOf(id).conversation}/history`)).body;
  expect(Object.keys(data).toSorted()).toEqual(['result', 'tier']);
}

/** Shows what was measured, and what the page says of it. */
function show(title: string): void {
  const lines = took.map(({ requests, calls, failed, refused, write, indexes, read: units }, place) => {
    const { what = '', ...said } = page[place] ?? {};
    const each = [calls, write, indexes, units].map((count) => (count / requests).toFixed(2).padStart(6)).join('');
    return `${what.padEnd(22)}${String(requests).padStart(5)}${each}   ${Object.values(said).join(' ').padEnd(10)}${failed}, ${refused}`;
  });
  const head =
    'request, how many, for each: calls, units: written, of indexes, read; the page; conditions that failed, refused';
  process.stderr.write(`${title}\n${head}\n${lines.join('\n')}\n`);
}

describe.skipIf(!process.env.AWS_ENDPOINT_URL_DYNAMODB)('on DynamoDB Local', () => {
  test('50 callers with 100 calls of their own take what the page of scale says, request by request, indexes too', async () => {
    const calls = beginCalls('01920001');
    await inParallel(calls, CALLERS, ({ requests }) => play(requests, CREATE));
    passSeconds(1);
    await inParallel(calls, CALLERS, ({ requests }) => play(requests, CREATE + 1, WRAPUP - 1));
    await inParallel(calls, CALLERS, ({ id }) => expectNothingLost(id, 1));
    passSeconds(2);
    await inParallel(calls, CALLERS, ({ requests }) => play(requests, WRAPUP, HANDLED));
    await inParallel(calls, CALLERS, ({ id }) => expectSaved(id));
    show('Each caller has a call of its own');
    expect(took).toEqual(
      page.map(({ what: _what, ...each }) => ({
        ...Object.fromEntries(Object.entries(each).map(([name, count]) => [name, count * CALLS])),
        ...{ requests: CALLS, failed: 0, refused: 0, writes: each.write > 0 ? CALLS : 0 },
      })),
    );
  });

  test('50 callers who meet in 100 calls lose nothing, and only those who join or end a call try again', async () => {
    const calls = beginCalls('01920002');
    await inParallel(calls, CALLERS, ({ requests }) => play(requests, CREATE));
    passSeconds(1);
    const jobs = calls.flatMap(({ requests }) => parties.map((party) => ({ requests, ...party })));
    await inParallel(jobs, CALLERS, ({ requests, from, to }) => play(requests, from, to));
    await inParallel(calls, CALLERS, ({ id }) => expectNothingLost(id, 3));
    passSeconds(2);
    const late: { readonly id: string; readonly name: string; readonly isDone: boolean }[] = [];
    const ends = calls.flatMap(({ id, requests }) => [
      ...['late1', 'late2'].map((name) => async () => {
        const set: Request = ['a late set', 'POST', pathsOf(id).flow(name), { attributes: { [name]: 'v'.repeat(60) } }];
        late.push({ id, name, isDone: await send(set, SET) });
      }),
      () => play(requests, WRAPUP),
    ]);
    await inParallel(ends, CALLERS, (job) => job());
    for (const { id } of calls) {
      const { body } = await api.ok('GET', pathsOf(id).conversation);
      const acknowledged = late.filter((one) => one.id === id && one.isDone).map(({ name }) => name);
      const expected = [...ofCustomer, 'ticket', 'tier', ...acknowledged].toSorted();
      expect(Object.keys(body.participants[0]?.attributes ?? {}).toSorted()).toEqual(expected);
    }
    await inParallel(calls, CALLERS, ({ requests }) => play(requests, HANDLED));
    await inParallel(calls, CALLERS, ({ id }) => expectSaved(id));
    show('Six callers work in each call, and two write while it ends');
    for (const [place, { requests, calls: made, failed, writes, write }] of took.entries()) {
      const { what, calls: each = 0, write: units = 0 } = page[place] ?? {};
      const more = made - each * requests;
      if (place === JOIN) expect(more, what).toBe(failed);
      else if (place === SET || place === WRAPUP) {
        // Settings again, the end decided, and carried out, by whoever comes to it first.
        expect(more, what).toBeLessThanOrEqual(3 * failed);
        expect(more, what).toBeGreaterThanOrEqual(0);
      } else expect([more, failed], what).toEqual([0, 0]);
      // What others have written by then makes the item larger or smaller than on the page: by a unit at most.
      expect(Math.abs(write / Math.max(writes, 1) - units), what).toBeLessThanOrEqual(1);
    }
  });
});
