import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { setEnvironment } from '../../local/handler-environment.ts';
import { type Kms, startKms } from '../../local/kms/start.ts';
import { patient } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { useSecuredApi } from './support/api.ts';
import { itemsOf, makeVictims, ordinaryWork, securedWork, type Timed, timed, type Victims } from './support/outage.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'outages-'));
const secured = useSecuredApi({ dataDir, times: { ...patient, functionMs: 60_000, kmsMs: 5_400 } });
const { api } = secured;

/** The stand-in at work: another one on the same port after an outage. */
let kms: Kms;

/** A slow one over the same keys, for a container of its own, which `slowHeaders` choose. */
let slow: Kms;
let slowHeaders: Readonly<Record<string, string>>;
let slowVictims: Victims;
let slowBefore: readonly object[];
let slowWork: Promise<readonly Timed[]>;

beforeAll(async () => {
  kms = secured.kms;
  slow = await startKms({ dataDir });
  const restore = setEnvironment({ AWS_ENDPOINT_URL_KMS: slow.url });
  await secured.renew();
  slowHeaders = secured.toThisContainer();
  // The client looks at the environment when it sends its first request.
  await api.ok('PATCH', securedOf(await api.make()), { body: { attributes: { pin: '1' } } });
  restore();
  await secured.renew();
  slowVictims = await makeVictims(secured);
  slowBefore = await itemsOf(secured, slowVictims);
  for (const operation of ['GenerateDataKey', 'Decrypt'] as const) slow.fail(operation, { delay: 120_000 });
  // It takes its time, so it goes on beside the other tests.
  slowWork = securedWork(api, slowVictims, slowHeaders);
});

afterAll(async () => {
  await slow.close();
  await rm(dataDir, { recursive: true, force: true });
});

function failing(fault: { readonly name: string; readonly status?: number }) {
  return {
    begin: () => {
      for (const operation of ['GenerateDataKey', 'Decrypt'] as const) kms.fail(operation, fault);
    },
    end: () => {
      for (const operation of ['GenerateDataKey', 'Decrypt'] as const) kms.fail(operation);
    },
  };
}

async function overTheWire(command: DisableKeyCommand | EnableKeyCommand): Promise<void> {
  const client = new KMSClient({});
  await client.send(command);
  client.destroy();
}

const outages = [
  { outage: 'throttled', ...failing({ name: 'ThrottlingException' }) },
  { outage: 'failing', ...failing({ name: 'KMSInternalException', status: 500 }) },
  { outage: 'denying access', ...failing({ name: 'AccessDeniedException' }) },
  {
    outage: 'without the key, which is disabled',
    begin: () => overTheWire(new DisableKeyCommand({ KeyId: kms.keyId })),
    end: () => overTheWire(new EnableKeyCommand({ KeyId: kms.keyId })),
  },
  {
    outage: 'unreachable',
    begin: () => kms.close(),
    end: async () => {
      kms = await startKms({ dataDir, port: Number(new URL(kms.url).port) });
    },
  },
];

describe.each(outages)('while KMS is $outage', (outage) => {
  let isOut = false;
  const begin = async () => {
    isOut = true;
    await outage.begin();
  };
  const end = async () => {
    if (isOut) await outage.end();
    isOut = false;
  };
  // Also of a test that fails: the others need KMS.
  afterEach(end);

  test('secured operations answer 503 and change nothing, ordinary ones go on, and all work again after it', async () => {
    const victims = await makeVictims(secured);
    const { moving } = victims;
    const before = await itemsOf(secured, victims);
    await begin();
    const [refused, served] = await Promise.all([
      Promise.all([securedWork(api, victims), timed(api, 'GET', `${victims.kept.conversation}/export`)]),
      ordinaryWork(api, moving),
    ]);
    expectRefused(refused.flat());
    expect(countedOf(refused.flat())).toBe(refused.flat().length);
    expect(served.map(({ answer }) => answer.status)).toEqual([200, 202, 200, 200, 200]);
    expect(await itemsOf(secured, victims)).toEqual(before);
    await end();
    for (const { answer } of await securedWork(api, victims)) expect(answer.status).toBeLessThan(300);
    expect((await api.ok('GET', securedOf(moving))).body).toEqual({ attributes: { pin: 'moved' }, version: 2 });
  });

  test('conversations with secured attributes are ended and erased', async () => {
    const [ended, erased] = await Promise.all([makeSecured(), makeSecured()]);
    const keys = await Promise.all([ended, erased].map(({ id }) => secured.raw.conversation(id)));
    await secured.renew();
    await begin();
    const answers = [
      await api.send('PATCH', ended.conversation, { body: { state: 'handled' } }),
      await api.send('DELETE', erased.conversation),
    ];
    await end();
    expect(answers.map(({ status }) => status)).toEqual([200, 204]);
    for (const { internalId } of keys) {
      expect(await secured.raw.dataKey(internalId)).toMatchObject({ shredded: true });
    }
  });

  test('a write that was refused is applied once when it comes again under its Idempotency-Key', async () => {
    const made = await api.make();
    const request = { headers: { 'idempotency-key': 'again' }, body: { attributes: { pin: '1' } } };
    await begin();
    const refused = await api.send('PATCH', securedOf(made), request);
    await end();
    const answers = [
      await api.send('PATCH', securedOf(made), request),
      await api.send('PATCH', securedOf(made), request),
    ];
    expect([refused, ...answers].map(({ status }) => status)).toEqual([503, 200, 200]);
    expect((await api.ok('GET', securedOf(made))).body).toEqual({ attributes: { pin: '1' }, version: 1 });
  });
});

describe('while KMS takes longer than a function may run', () => {
  test('secured operations answer 503 after three attempts and change nothing, and work again after it', async () => {
    const refused = await slowWork;
    expectRefused(refused);
    for (const { milliseconds } of refused) expect(milliseconds).toBeGreaterThan(3 * 5_400);
    expect(slow.calls).toMatchObject({ GenerateDataKey: 1 + 3, Decrypt: 2 * 3 });
    expect(await itemsOf(secured, slowVictims)).toEqual(slowBefore);
    for (const operation of ['GenerateDataKey', 'Decrypt'] as const) slow.fail(operation);
    for (const { answer } of await securedWork(api, slowVictims, slowHeaders)) expect(answer.status).toBeLessThan(300);
  });
});

/** How many failures of the key service these requests add to the metric that an alarm looks at, over all operations. */
function countedOf(refused: readonly Timed[]): number {
  const ids = new Set(refused.map(({ answer }) => JSON.parse(answer.text).contextId));
  const overall = api.logs
    .map((line) => JSON.parse(line))
    .filter(({ requestId }) => ids.has(requestId))
    .filter((line) =>
      line._aws?.CloudWatchMetrics.some(
        ({ Dimensions: [names], Metrics: [metric] }: { Dimensions: string[][]; Metrics: { Name: string }[] }) =>
          names?.length === 0 && metric?.Name === 'keyServiceFailures',
      ),
    );
  return overall.reduce((sum, { keyServiceFailures }) => sum + keyServiceFailures, 0);
}

/** Every answer is a 503 that says when to retry. */
function expectRefused(refused: readonly Timed[]): void {
  for (const { answer } of refused) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'key-service-unavailable' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  }
}

async function makeSecured(): Promise<Paths> {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes: { pin: '1234' }, version: 0 } });
  await api.ok('POST', securedFlow(made), { body: { attributes: { pin: '9999' } } });
  return made;
}
