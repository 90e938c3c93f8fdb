import { beforeEach, describe, expect, test } from 'vitest';
import { makePartitionKey } from '#dynamodb/item-keys.ts';
import type { Paths } from '../support/paths.ts';
import { useSecuredApi } from './support/api.ts';
import { securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

beforeEach(() => secured.renew());

/** What the journal has of a conversation. */
async function entriesOf({ id }: Paths) {
  const key = makePartitionKey(process.env.ID_KEY ?? '', id);
  return (await secured.raw.all('erasures')).filter(({ entry }) => String(entry).startsWith(`${key}/`));
}

const erase = ({ conversation }: Paths, version?: string) =>
  api.call('DELETE', conversation, { ...(version !== undefined && { headers: { 'if-match': version } }) });

describe('the journal of erasures', () => {
  test('has an erasure that is acknowledged, for 40 days, and nothing of the conversation but a keyed hash', async () => {
    const made = await api.make({ participants: [{ purpose: 'customer', attributes: { tier: 'gold' } }] });
    const before = Date.now();
    expect((await erase(made)).status).toBe(204);
    const [entry, ...others] = await entriesOf(made);
    expect(others).toEqual([]);
    expect(Object.keys(entry ?? {}).sort()).toEqual(['at', 'entry', 'expires']);
    expect(entry?.at).toBeGreaterThanOrEqual(before);
    expect(Number(entry?.expires)).toBe(Math.floor(Number(entry?.at) / 1_000) + 40 * 24 * 60 * 60);
    expect(JSON.stringify(entry)).not.toContain(made.id);
  });

  test('is written before the conversation is erased: three requests in all, five with a data key', async () => {
    const ordinary = await api.make();
    const begin = ['GetItem conversations', 'PutItem erasures', 'PutItem conversations'];
    expect(await secured.container.during(() => erase(ordinary))).toEqual(begin);
    const sealed = await api.make();
    await api.ok('PATCH', securedOf(sealed), { body: { attributes: { pin: '1' } } });
    const end = ['PutItem dataKeys', 'UpdateItem conversations'];
    expect(await secured.container.during(() => erase(sealed))).toEqual([...begin, ...end]);
  });

  test('has no erasure that is refused: of a conversation that is not there, and of another version', async () => {
    const made = await api.make();
    expect((await erase(made, '"7"')).status).toBe(412);
    expect(await entriesOf(made)).toEqual([]);
    expect((await erase(made)).status).toBe(204);
    expect((await erase(made)).status).toBe(404);
    expect(await entriesOf(made)).toHaveLength(1);
  });

  test('has none that is refused because somebody wrote in between', async () => {
    const made = await api.make();
    secured.container.before = async ({ name }) => {
      if (name === 'PutItem erasures') await api.ok('PATCH', made.conversation, { body: { queueId: 'sales' } });
    };
    expect((await erase(made, '"1"')).status).toBe(412);
    secured.container.before = () => undefined;
    expect(await entriesOf(made)).toEqual([]);
    expect((await api.call('GET', made.conversation)).status).toBe(200);
  });

  test('keeps that of the quicker one where two erase at once, and takes out that of the other, who gets 404', async () => {
    const made = await api.make();
    const quicker: number[] = [];
    let isFirst = true;
    secured.container.before = async ({ name }) => {
      if (name !== 'PutItem conversations' || !isFirst) return;
      isFirst = false;
      quicker.push((await erase(made)).status);
    };
    expect((await erase(made)).status).toBe(404);
    secured.container.before = () => undefined;
    expect(quicker).toEqual([204]);
    expect(await entriesOf(made)).toHaveLength(1);
  });

  test('keeps both where a request is delivered twice at once, as both are acknowledged', async () => {
    const made = await api.make();
    const headers = { 'idempotency-key': 'twice' };
    const deliver = () => api.call('DELETE', made.conversation, { headers });
    const quicker: number[] = [];
    let isFirst = true;
    secured.container.before = async ({ name }) => {
      if (name !== 'PutItem conversations' || !isFirst) return;
      isFirst = false;
      quicker.push((await deliver()).status);
    };
    expect((await deliver()).status).toBe(204);
    secured.container.before = () => undefined;
    expect(quicker).toEqual([204]);
    expect(await entriesOf(made)).toHaveLength(2);
  });

  test('comes first: while it can not be written nothing is erased, and the caller is told to try again', async () => {
    const made = await api.make();
    secured.container.before = ({ name }) => {
      if (name === 'PutItem erasures') throw Object.assign(new Error('down'), { name: 'TimeoutError' });
    };
    expect((await api.send('DELETE', made.conversation)).status).toBe(503);
    secured.container.before = () => undefined;
    expect((await api.call('GET', made.conversation)).status).toBe(200);
  });
});
