import { fileURLToPath } from 'node:url';
import type { Answer } from '../support/answer.ts';
import type { Api } from '../support/api.ts';
import { type Paths, pathsOf } from '../support/paths.ts';

/** Clients with the right to some call queues: `sales`, `sales-and-support`, `no-queue`; and `eraser`. */
export const queueClients = fileURLToPath(new URL('clients.json', import.meta.url));

/** Where contact data are added. */
export const contactDataPath = '/RI/cmi/contactData';

/** Sets the saved list of a channel type. */
export async function keep(api: Api, savedAttributes: readonly string[], type = 'voice'): Promise<void> {
  const body = { savedAttributes, retentionDays: 90 };
  await api.ok('PUT', `/api/v2/settings/channels/${type}`, { body });
}

/** Makes a conversation and takes it to a state: a voice call with one customer, unless the body says otherwise. */
export async function inState(api: Api, state: string, body: object = {}): Promise<Paths> {
  const made = await api.make(body);
  if (state !== 'active') await endAs(api, made, state);
  return made;
}

/** Takes a conversation to its next state. */
export function endAs(api: Api, { conversation }: Paths, state: string): Promise<Answer> {
  return api.ok('PATCH', conversation, { body: { state } });
}

/** Adds contact data. */
export function add(api: Api, contactId: string, data: unknown, options: object = {}): Promise<Answer> {
  return api.call('POST', contactDataPath, { body: { contact_id: contactId, data }, ...options });
}

/** The saved data of an ended conversation, as contact data show it. */
export async function savedOf(api: Api, contactId: string): Promise<Readonly<Record<string, unknown>>> {
  return (await api.ok('GET', `${contactDataPath}/${contactId}`)).body.data;
}

/** The same, as the history shows it. */
export async function historyOf(api: Api, contactId: string): Promise<Readonly<Record<string, unknown>>> {
  return (await api.ok('GET', `${pathsOf(contactId).conversation}/history`)).body.data;
}
