import { expect, test } from 'vitest';
import type { State } from '#domain/conversation.ts';
import { useClockedApi } from '../support/clock.ts';
import { decideOnly } from '../support/decided.ts';
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

/** What a request answers, without what differs between any two conversations. */
async function told(made: Paths, method: string, path: string, body?: object): Promise<string> {
  const { status, text } = await api.call(method, path, body ? { body } : {});
  return `${status} ${text.replaceAll(made.id, 'c').replace(/"contextId":"[^"]*"/, '')}`;
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

test.each(states)(
  'an end as %s that is decided is finished by the sweeper, and nothing is left of what it takes away',
  async (state) => {
    const { whole, decided } = await pair(state);
    setClock(Date.now() + minutes);
    expect(await sweep(api)).toMatchObject({ failed: 0 });
    const [item, other] = [await itemOf(decided.id), await itemOf(whole.id)];
    // The second write is one more.
    const own = /^o\/|^(?:pk|id|dueShard|dayShard|started|revision)$/;
    const content = (of: typeof item) => Object.entries(of ?? {}).filter(([name]) => !own.test(name));
    expect(Object.fromEntries(content(item))).toEqual(Object.fromEntries(content(other)));
  },
);
