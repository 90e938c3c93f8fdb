import { jobs } from '#contract/jobs.ts';
import { streamReading } from '#contract/triggers/stream.ts';
import { DUE_SHARDS } from '#dynamodb/item-keys.ts';
import { type Measured, REMOVAL, type Variant } from './measure.ts';
import { addUnits, type Units } from './units.ts';

/** Dollars for a million, in us-east-1 in November 2026; of Lambda with arm64, 512 MB and `LAMBDA_MS`. */
const PRICES = { http: 1, lambda: 0.24, write: 0.625, read: 0.125, kms: 3 };

/** Milliseconds of a request in its function, which Lambda bills and holds a container for: two calls in a region. Not measured on AWS. */
const LAMBDA_MS = 12;

/** Milliseconds of a call to DynamoDB: half of that. */
const CALL_MS = LAMBDA_MS / 2;

/** What a run of the sweeper does: `npm run bench:sweep` measures 0.8 to 1.4 ms of a processor for a conversation. */
const SWEEP = { seconds: 45, atOnce: 48, calls: 3, processorMs: 2, wholeProcessorMB: 1_769 };

/** Write units a second that a partition of a table or of an index takes, and so a key. */
const PARTITION_UNITS = 1_000;

/** Milliseconds for which the function that keeps changes has its container for each of them. Not measured on AWS. */
const RECORD_MS = 3;

/** Bytes of an attribute in the calls of the page. */
const [SMALL, LARGE] = [60, 400] as const;

/** The calls of the page. */
export const VARIANTS: readonly Variant[] = [
  { size: SMALL },
  { size: LARGE },
  { size: SMALL, keepsChanges: true },
  { size: SMALL, hasSecured: true },
];

const SECONDS_OF_DAY = 86_400;

interface Call extends Units {
  readonly requests: number;
  /** Calls to DynamoDB. */
  readonly trips: number;
  readonly sets: number;
}

function sumCall(call: readonly Measured[]): Call {
  const sets = call.filter(({ what }) => what.startsWith('set')).length;
  const requests = call.filter(({ what }) => what !== REMOVAL).length;
  const trips = call.reduce((sum, one) => sum + one.trips, 0);
  return { requests, trips, sets, ...addUnits(...call) };
}

/** Dollars that a million such calls cost; the function that keeps changes is started at most once for each write. */
function countDollars({ requests, write, read, logged, streamed, kms }: Call): number {
  const runs = requests + (logged > 0 ? streamed : 0);
  const units = (write + logged) * PRICES.write + read * PRICES.read;
  return requests * PRICES.http + runs * PRICES.lambda + units + kms * PRICES.kms;
}

const whole = (value: number) => Math.ceil(value).toLocaleString('en-US');
const dollars = (value: number) => `$${value < 100 ? value.toFixed(2) : whole(value)}`;
const row = (...cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

/** Sets a second, and conversations a day. @param perSecond conversations a second */
function describeLoad(name: string, perSecond: number, call: Call): readonly string[] {
  const requests = perSecond * call.requests;
  const write = perSecond * call.write;
  return [
    name,
    whole(perSecond),
    whole(requests),
    whole(write),
    whole(write / PARTITION_UNITS),
    whole((perSecond * call.due) / PARTITION_UNITS),
    whole((perSecond * call.lists) / PARTITION_UNITS),
    whole((requests * LAMBDA_MS) / 1000),
    dollars((perSecond * SECONDS_OF_DAY * countDollars(call)) / 1e6),
  ];
}

/** Looks a minute that the sweeper takes at conversations: as many as calls under way allow, or processors. */
function countSweeps({ parts, memoryMB }: (typeof jobs)[number]): {
  readonly byCalls: number;
  readonly byProcessor: number;
} {
  const milliseconds = SWEEP.seconds * 1000 * parts;
  return {
    byCalls: (milliseconds * SWEEP.atOnce) / (SWEEP.calls * CALL_MS),
    byProcessor: (milliseconds * Math.min(1, memoryMB / SWEEP.wholeProcessorMB)) / SWEEP.processorMs,
  };
}

/** What keeping changes, and secured values, take of a load. @param perSecond conversations a second */
function describeMore(name: string, perSecond: number, plain: Call, kept: Call, secured: Call): readonly string[] {
  const writes = perSecond * kept.streamed;
  const more = (call: Call) => dollars((perSecond * SECONDS_OF_DAY * (countDollars(call) - countDollars(plain))) / 1e6);
  return [
    name,
    whole(perSecond * kept.logged),
    whole((perSecond * kept.logged) / PARTITION_UNITS),
    `${whole(writes / streamReading.batchSize)} to ${whole(writes)}`,
    whole((writes * RECORD_MS) / 1000),
    more(kept),
    whole(perSecond * secured.kms),
    more(secured),
  ];
}

/** `docs/scale.md`, of what the calls of `VARIANTS` take. */
export function writePage(calls: readonly (readonly Measured[])[]): string {
  const [small = [], large = []] = calls;
  const [one, other, kept, secured] = calls.map(sumCall);
  if (!(one && other && kept && secured)) throw new Error(`The page is of ${VARIANTS.length} calls.`);
  const head = [
    ...['load', 'calls a second', 'requests a second', 'write units a second', 'partitions of the table'],
    ...['shards of `due`', 'shards of lists', 'containers', 'dollars a day'],
  ];
  const loads = [
    ...[10, 1_000, 100_000].map((sets) => [`${whole(sets)} sets a second`, sets / one.sets] as const),
    ...[1, 10, 100].map((millions) => [`${millions} million calls a day`, (millions * 1e6) / SECONDS_OF_DAY] as const),
  ];
  const moreHead = [
    ...[
      'load',
      'write units a second of the log',
      'its partitions',
      'runs of its function a second',
      'containers of it',
    ],
    ...['changes, dollars a day more', 'KMS calls a second', 'secured values, dollars a day more'],
  ];
  const sums = Object.entries({ 'as above': one, 'with `changes`': kept, 'with secured values': secured });
  const requests = small.map(({ what, trips, write, due, lists, found, read }, position) => {
    const { write: larger = 0, read: more = 0 } = large[position] ?? {};
    return [what, trips, write, due + lists + found, read, larger, more];
  });
  const [sweeper] = jobs;
  if (!sweeper) throw new Error('There is no sweeper.');
  const { byCalls, byProcessor } = countSweeps(sweeper);
  const shards = (count: number, units: number) => whole(Math.floor((count * PARTITION_UNITS) / units));
  return `# Scale

What a load takes, and where it ends. \`npm run scale\` makes this page: it plays a call of ${one.requests} requests against the functions, with
attributes of ${SMALL} or of ${LARGE} bytes, and counts units. A test holds the page to them. The rest is computed; prices are those of
[costs](costs.md). Not measured: how long AWS takes. A request is taken to hold its container for ${LAMBDA_MS} ms.

## A call

${table(['request', 'calls to DynamoDB', 'write units', 'of them indexes', 'read units', `write, ${LARGE} bytes`, `read, ${LARGE} bytes`], requests)}
${row(
  '**all**',
  small.reduce((sum, { trips }) => sum + trips, 0),
  one.write,
  one.due + one.lists + one.found,
  one.read,
  other.write,
  other.read,
)}

A million such calls: ${dollars(countDollars(one))}, or ${dollars(countDollars(other))} with attributes of ${LARGE} bytes. DynamoDB removes the record at the end
of its retention, which costs nothing.

\`npm run test:dynamodb-local\` plays 100 such calls by 50 callers at once on DynamoDB Local. Each takes just this, request by request; the units of
indexes are those that DynamoDB Local tells itself. Then six callers work in each call, and two set while it ends: every set that was
acknowledged is there once. Sets, patches, gets and flushes take no call more. Most contended is the join: of agents who join at once all but one
try again, a call more each time; then the wrap-up while others set, for three calls more. DynamoDB tells no units of a write whose
condition fails, and bills them.

## Loads

Evenly over the day. A contact centre has three to five times as much in its busiest hour: read the row of that.

${table(
  head,
  loads.map(([name, perSecond]) => describeLoad(name, perSecond, one)),
)}

## Changes and secured values

The same call with the context \`changes\`, whose log is written by a function of the stream and cleared when the record goes; and with
secured values, where a flow sets one and the agent reads it: ${secured.requests - one.requests} requests more. Each request is served by a container that has not had the
conversation's data key before.

${table(
  [
    '',
    'requests',
    'calls to DynamoDB',
    'write units',
    'write units of the log',
    'read units',
    'writes in the stream',
    'KMS calls',
    'a million calls',
  ],
  sums.map(([name, sum]) => [
    ...[name, sum.requests, sum.trips, sum.write, sum.logged, sum.read, sum.logged > 0 ? sum.streamed : 0, sum.kms],
    dollars(countDollars(sum)),
  ]),
)}

${table(
  moreHead,
  loads.map(([name, perSecond]) => describeMore(name, perSecond, one, kept, secured)),
)}

The function of the stream takes up to ${streamReading.batchSize} writes at once: few at little load, when each write starts it, all at much. It is taken to hold its
container ${RECORD_MS} ms for each. Each partition of the table has a shard of the stream, of which it takes ${streamReading.parallelizationFactor} batches at once, ${whole(Math.floor((streamReading.parallelizationFactor * 1000) / RECORD_MS))} writes a second: more than the
${whole(PARTITION_UNITS)} that the partition takes. So it keeps up, and as the table grows so do its containers, up to ${streamReading.parallelizationFactor} for each partition.

## Where it ends

- **One conversation** is one key: ${whole(PARTITION_UNITS)} write units a second, so 500 writes a second while its item has less than 2 KB, 15 at the
  limit of 64 KB.
- **The table** on demand takes 40,000 write units a second until AWS raises the quota, and no more than double its former peak within
  30 minutes: before a campaign, set its warm throughput.
- **The index of what is due** has ${DUE_SHARDS} shards: ${shards(DUE_SHARDS, one.due)} calls a second.
- **The lists** have 4 shards, ${shards(4, one.lists)} calls a second; \`listShards\` gives up to 64, ${shards(64, one.lists)}. Each page asks all shards, so with 64 an empty page
  takes 32 read units instead of 2. Where much is saved, the index takes what it holds: with 64 KB of saved data a shard takes 7 ends a second
  ([decision 0050](decisions/0050-what-the-index-by-day-holds.md)).
- **What is live** has 8 shards, ${shards(8, one.live)} calls a second, and a call queue one of them, ${shards(1, one.live)}. With \`listShards\` 16 it is 32, ${shards(32, one.live)}, and 4,
  ${shards(4, one.live)}; with 64 a call queue has 16, ${shards(16, one.live)}. An empty page takes half a read unit for each.
- **One address or external id**, as a number that is in every call, is one key: 2 units of a call, 500 calls a second.
- **API Gateway**: 10,000 requests a second for each account and region, a quota that AWS raises. The context \`rateLimit\` is 500 at first.
- **Lambda**: 1,000 containers at once for each account and region, raised on request; each function starts up to 1,000 more every 10 seconds.
- **KMS**: 10,000 to 100,000 calls a second, by region, shared by all that the account does. A conversation with secured values takes one, and
  one for each container that has not opened it in the last 5 minutes: ${secured.kms} in the call above, so ${whole(10_000 / secured.kms)} calls a second at the least quota; with 10
  containers for each, ${whole(Math.floor(10_000 / 11))}.
- **The sweeper**: ${sweeper.parts} runs a minute, each ${SWEEP.seconds} seconds with ${SWEEP.atOnce} conversations at once. What a client ends itself it never sees. A look
  at one takes a read and a write, and a sixth of a read of settings: ${whole(byCalls)} looks a minute by those calls, of ${CALL_MS} ms, and
  ${whole(byProcessor)} by processors, where one takes ${SWEEP.processorMs} ms (\`npm run bench:sweep\` measures 0.8 to 1.4). A conversation that nobody ends takes two, to wrap-up and
  to its end: ${whole(byProcessor / 2)} conversations a minute. With 512 MB instead of ${whole(sweeper.memoryMB)} it would be ${whole(countSweeps({ ...sweeper, memoryMB: 512 }).byProcessor / 2)}.

## Beyond

**Cells.** Nothing is shared between conversations but settings: a second deployment, under another \`name\`, in another account if its quotas
are the limit, doubles everything. What it takes: a rule that tells the cell from the conversation's id (its first characters, or a prefix
by site), at the client or in a Lambda@Edge function; settings written to every cell; and reports that ask each. An id must not move.

**A second region.** Tables can be global, but conditions hold within one region only: two that write the same conversation at once lose
one of the writes, which breaks what [promises](promises.md) says. So a conversation has a home, as with cells, and the other region takes new
ones when it fails. The key of the data keys must be a multi-Region key, the id key the same, and the sweeper run in one region for each home.
`;
}
