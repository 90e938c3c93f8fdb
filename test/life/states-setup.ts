import { webChannelTypes } from '#domain/channel-types.ts';
import type { Answer } from '../support/answer.ts';
import type { Api } from '../support/api.ts';
import type { ClockedApi } from '../support/clock.ts';
import type { Row } from './states-page.ts';

/** Milliseconds of a day, which is the retention here. */
const day = 24 * 60 * 60 * 1000;

/** How a conversation comes to where a column has it. */
const columns: Readonly<Record<string, readonly string[]>> = {
  'never made': [],
  active: ['make'],
  wrapup: ['make', 'wrapup'],
  handled: ['make', 'wrapup', 'handled'],
  abandoned: ['make', 'abandoned'],
  erased: ['make', 'erase'],
  expired: ['make', 'wrapup', 'handled'],
};

/** Names with rules: the same on every channel type. */
const rules = {
  count: { type: 'integer' },
  locked: { writers: {} },
  secret: { secured: true },
  ref: { searchable: true },
  lead: { searchable: true },
};

/** Channel types that have their settings. */
const prepared = new Set<string>();

/** The web channel of guests. */
const guests = '/api/v2/webchat/channels/guests';

/** What conversations of a type are made under: settings that keep `tier` and `ref` for a day where the type keeps any name, and a web channel of the type. */
export async function prepare(api: Api, type: string): Promise<void> {
  if (!prepared.has(type)) {
    const keepsNone = type === 'email' || type === 'task';
    const settings = { savedAttributes: keepsNone ? [] : ['tier', 'ref'], retentionDays: 1 };
    await api.ok('PUT', `/api/v2/settings/channels/${type}`, { body: settings });
    prepared.add(type);
    const properties = { claim: { type: 'string' } };
    const schema = { $schema: 'http://json-schema.org/draft-04/schema#', title: 'Claims', properties };
    if (prepared.size === 1) await api.ok('POST', '/api/v2/conversations/customattributes/schemas', { body: schema });
    for (const [name, body] of Object.entries(rules))
      await api.ok('PUT', `/api/v2/settings/attributes/${name}`, { body });
  }
  if (!(webChannelTypes as readonly string[]).includes(type)) return;
  await api.ok('PATCH', guests, { body: { settings: { webchat: { type } } } });
}

/** Conversations that are where a column has them. What is refused changes nothing, so they serve the next row too. */
const ready = new Map<string, string>();

/** Sends a row's request to a conversation in each column of the row; gives the answers by column. */
export async function answersOf(
  { api, setClock, start }: ClockedApi,
  row: Row,
  type: string,
): Promise<ReadonlyMap<string, { readonly id: string; readonly answer: Answer }>> {
  const isOfGuests = row.path.startsWith(guests);
  const places = [...row.cells.keys()].map((name) => ({ name, key: `${type} ${name} ${isOfGuests}` }));
  // Kept only once it is there: what failed for one row is tried again for the next.
  await Promise.all(
    places.map(async ({ name, key }) => {
      if (!ready.has(key)) ready.set(key, await bringTo(api, isOfGuests, type, columns[name] ?? []));
    }),
  );
  const answers = new Map<string, { id: string; answer: Answer }>();
  for (const { name, key } of places) {
    const id = ready.get(key) ?? '';
    setClock(name === 'expired' ? start + day : start);
    const answer = await api.call(row.method, filled(row.path, id, type), bodyOf(row, id, type));
    if (row.method !== 'GET' && answer.status < 300) ready.delete(key);
    answers.set(name, { id, answer });
  }
  setClock(start);
  return answers;
}

async function bringTo(api: Api, isOfGuests: boolean, type: string, steps: readonly string[]): Promise<string> {
  const id = crypto.randomUUID();
  const conversation = `/api/v2/conversations/${isOfGuests ? 'guests:' : ''}${id}`;
  for (const step of steps) {
    if (step === 'make' && isOfGuests) await beginAsGuest(api, id);
    else if (step === 'make') await make(api, id, type);
    else if (step === 'erase') await api.ok('DELETE', conversation);
    else await api.ok('PATCH', conversation, { body: { state: step } });
  }
  return id;
}

function beginAsGuest(api: Api, conversationId: string): Promise<Answer> {
  return api.ok('POST', `${guests}/messages`, { body: { conversationId, message: { text: 'Hello' } } });
}

/** Makes a conversation with attributes, where the type takes them, a pending write, and one who has left. */
async function make(api: Api, id: string, type: string): Promise<void> {
  const attributes = { tier: 'the tier', note: 'the note', ref: id, lead: id };
  const customer = {
    purpose: 'customer',
    externalId: `crm-${id}`,
    addresses: [{ type: 'phone', uri: `tel:${id}` }],
    ...(type !== 'email' && { attributes }),
  };
  const conversation = {
    id,
    type,
    queueId: id,
    participants: [customer, { id: 'gone', purpose: 'agent' }],
    ...(type !== 'email' && { data: { ...attributes, claim: '1' } }),
  };
  await api.ok('POST', '/api/v2/conversations', { body: conversation });
  await api.ok('DELETE', `/api/v2/conversations/${id}/participants/gone`);
  if (type === 'email') return;
  const set = { attributes: { set: 'the set' } };
  await api.ok('POST', `/api/v2/conversations/${id}/flows/f/attributes`, { body: set });
}

function bodyOf({ body }: Row, id: string, type: string): { readonly body?: string } {
  return body === undefined ? {} : { body: filled(body, id, type) };
}

function filled(template: string, id: string, type: string): string {
  return template.replaceAll('{c}', id).replaceAll('{type}', type);
}
