import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { setEnvironment } from '../../local/handler-environment.ts';
import type { Paths } from '../support/paths.ts';
import { impatient, useFaultyApi } from './api.ts';
import type { Fault } from './proxy.ts';
import { setUp } from './writes.ts';

beforeAll(() => setEnvironment({ PENDING_LEASE_SECONDS: '1' }));
const faulty = useFaultyApi(impatient);
let made: Paths;

beforeAll(async () => {
  await setUp(faulty.api);
  made = await faulty.api.make({ externalId: 'crm-1', data: { order: 17 } });
  await faulty.api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
});

afterEach(() => faulty.proxy.decide());

const throttled: Fault = { forward: false, answer: { status: 400, type: 'ThrottlingException' } };

const faults: readonly { readonly fault: string; readonly made: Fault }[] = [
  { fault: 'throttles', made: throttled },
  { fault: 'answers 500', made: { forward: false, answer: { status: 500, type: 'InternalServerError' } } },
  { fault: 'breaks connections', made: { forward: false, answer: 'reset' } },
  { fault: 'breaks off its answers', made: { forward: true, answer: 'half' } },
];

test.each(faults)(
  'while the store $fault every read is answered with 503 and Retry-After, then as before',
  async (one) => {
    const { conversation, id } = made;
    const reads = [
      ...[conversation, `${conversation}/history`, `${conversation}/export`, made.attributes(), made.flow()],
      ...['/api/v2/conversations?externalId=crm-1', '/api/v2/reports/contact-log', `/RI/cmi/contactData/${id}`],
      ...['/api/v2/settings/channels/voice', '/api/v2/webchat/channels/widget'],
    ];
    const readAll = () => Promise.all(reads.map((path) => faulty.api.send('GET', path)));
    const before = await readAll();
    expect(before.filter(({ status }) => status !== 200)).toEqual([]);
    faulty.proxy.decide(() => one.made);
    for (const { status, body, headers } of await readAll()) {
      expect([status, body.code]).toEqual([503, 'store-unavailable']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    faulty.proxy.decide();
    expect((await readAll()).map(({ body }) => body)).toEqual(before.map(({ body }) => body));
  },
);

const settings = '/api/v2/settings/channels/callback';
const channel = '/api/v2/webchat/channels/other';

const ofSettings = { what: 'settings', method: 'PUT', path: settings };
const ofChannel = { what: 'a channel', method: 'PATCH', path: channel };

test.each([
  { ...ofSettings, answer: 'reset', body: { savedAttributes: ['a'], retentionDays: 7 } },
  { ...ofSettings, answer: 'silence', body: { savedAttributes: ['b'], retentionDays: 8 } },
  { ...ofChannel, answer: 'reset', body: { settings: { webchat: { type: 'webchat' } } } },
  { ...ofChannel, answer: 'silence', body: { settings: { webchat: { type: 'webmessaging' } } } },
] as const)(
  'a change of $what of which the first answer is lost ($answer) is kept, and its caller told so',
  async (change) => {
    let writes = 0;
    faulty.proxy.decide(({ operation }) => {
      const isFirst = /Put|Update/.test(operation) && writes++ === 0;
      return isFirst ? { forward: true, answer: change.answer } : undefined;
    });
    const { body } = await faulty.api.ok(change.method, change.path, { body: change.body });
    expect(writes).toBeGreaterThan(1);
    faulty.proxy.decide();
    expect((await faulty.api.ok('GET', change.path)).body).toEqual(body);
  },
);

test('pending writes that are due wait for the next sweep when the store throttles writes', async () => {
  const due = await faulty.api.make();
  await faulty.api.ok('POST', due.flow(), { body: { attributes: { tier: 'gold' } } });
  const customer = async () => (await faulty.api.ok('GET', due.attributes())).body.attributes;
  await sleep(2_000);
  faulty.proxy.decide(({ operation }) => (/Put|Update/.test(operation) ? throttled : undefined));
  await faulty.api.local.sweep();
  expect(await customer()).toEqual({});
  faulty.proxy.decide();
  await faulty.api.local.sweep();
  expect(await customer()).toEqual({ tier: 'gold' });
});
