import { expect, test } from 'vitest';
import type { State } from '#domain/conversation.ts';
import { useClockedApi } from '../support/clock.ts';
import { decideOnly } from '../support/decided.ts';
import { changes } from '../support/fixtures.ts';
import type { Paths } from '../support/paths.ts';
import { end, itemOf, keep, minutes, sweep } from './support.ts';

const { api, setClock } = useClockedApi();

const list = ['tier', 'added'];

/** Two conversations with the same content: one ended, of one the end is only decided. */
async function pair(state: State) {
  await keep(api, 'voice', list);
  const [whole, decided] = [await api.make({ data: { tier: 1 } }), await api.make({ data: { tier: 1 } })];
  for (const made of [whole, decided]) {
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'set', note: 'set' } } });
  }
  await end(api, whole.conversation, state);
  await decideOnly(decided.id, state, list, Date.now());
  return { whole, decided };
}

/** A conversation in which little room is left, with a pending write. */
async function full(): Promise<Paths> {
  await keep(api, 'voice', list);
  const names = Array.from({ length: 8 }, (_, number) => `name-${number}`);
  const made = await api.make({ data: Object.fromEntries(names.map((name) => [name, 'x'.repeat(7_500)])) });
  await api.ok('POST', made.flow(), { body: { attributes: { tier: 'set' } } });
  return made;
}

/** An item without what differs between any two conversations, or counts writes. */
function content(item: Awaited<ReturnType<typeof itemOf>>): object {
  const own = /^o\/|^(?:pk|id|dueShard|dayShard|liveShard|started|startTime|lastWrite|due|t\/.*|revision)$/;
  return Object.fromEntries(Object.entries(item ?? {}).filter(([name]) => !own.test(name)));
}

/** What a request answers, without what differs between any two conversations. */
async function told(made: Paths, method: string, path: string, body?: object): Promise<string> {
  const { status, text } = await api.call(method, path, body ? { body } : {});
  return `${status} ${text.replaceAll(made.id, 'c').replace(/"(?:contextId":"[^"]*"|revision":\d+)/g, '')}`;
}

const requests: readonly ((made: Paths) => readonly [method: string, path: string, body?: object])[] = [
  ({ conversation }) => ['GET', conversation],
  ({ conversation }) => ['GET', `${conversation}/history`],
  ({ id }) => ['GET', `/RI/cmi/contactData/${id}`],
  ({ interaction }) => ['GET', interaction],
  (made) => ['GET', made.attributes()],
  (made) => ['GET', made.flow()],
  (made) => ['POST', made.flow(), { attributes: { late: '' } }],
  (made) => ['POST', made.flush(), { attributes: { late: '' } }],
  (made) => ['PATCH', made.attributes(), { attributes: { late: 1 } }],
  ({ id }) => ['POST', '/RI/cmi/contactData', { contact_id: id, data: { added: 2 } }],
  ({ conversation }) => ['PATCH', conversation, { wrapup: { code: 'late' } }],
  ({ conversation }) => ['GET', conversation],
  ({ conversation }) => ['PATCH', conversation, { state: 'handled' }],
  ({ id }) => ['GET', `/RI/cmi/contactData/${id}`],
  ({ conversation }) => ['DELETE', conversation],
];

const states = ['wrapup', 'handled', 'abandoned'] as const;

test.each(states)(
  'an end as %s that is decided looks as one that is finished, to every request, and takes the same writes',
  async (state) => {
    const { whole, decided } = await pair(state);
    for (const request of requests) {
      expect(await told(decided, ...request(decided))).toBe(await told(whole, ...request(whole)));
    }
  },
);

test('an end that is decided, and whose data does not fit, looks to every request as if there were none', async () => {
  for (const request of requests) {
    const [untouched, marked] = [await full(), await full()];
    await decideOnly(marked.id, 'handled', list, Date.now(), changes({ long: 'x'.repeat(8_000) }));
    expect(await told(marked, ...request(marked))).toBe(await told(untouched, ...request(untouched)));
  }
});

test('an end that is decided, and whose data does not fit, is taken away by the sweeper', async () => {
  const [untouched, marked] = [await full(), await full()];
  await decideOnly(marked.id, 'handled', list, Date.now(), changes({ long: 'x'.repeat(8_000) }));
  setClock(Date.now() + minutes);
  expect(await sweep(api)).toMatchObject({ failed: 0 });
  expect(content(await itemOf(marked.id))).toEqual(content(await itemOf(untouched.id)));
});

test('a conversation whose end is decided and not finished is erased by the version that readers see, and by no other', async () => {
  const { decided } = await pair('handled');
  const version = (await api.ok('GET', decided.conversation)).headers.get('etag') ?? '';
  const stale = await api.call('DELETE', decided.conversation, { headers: { 'If-Match': '"1"' } });
  expect(stale.status).toBe(412);
  await api.ok('DELETE', decided.conversation, { headers: { 'If-Match': version } });
});

test.each(states)(
  'an end as %s that is decided is finished by the sweeper, and nothing is left of what it takes away',
  async (state) => {
    const { whole, decided } = await pair(state);
    setClock(Date.now() + minutes);
    expect(await sweep(api)).toMatchObject({ failed: 0 });
    const [item, other] = [await itemOf(decided.id), await itemOf(whole.id)];
    expect(content(item)).toEqual(content(other));
  },
);
