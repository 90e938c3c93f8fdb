import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openChannel } from '../guests/support.ts';
import { useApi } from '../support/api.ts';
import { type Paths, pathsOf } from '../support/paths.ts';
import { everythingStored } from '../support/stored.ts';
import { add, endAs, keep } from './support.ts';

const api = useApi();

/** Texts that are found nowhere by chance, by what they were. */
class Marks {
  readonly #marks = new Map<string, string>();

  /** A text of its own for a name, a value, an id, ... */
  of(what: string): string {
    const mark = this.#marks.get(what) ?? `m${randomUUID().replaceAll('-', '')}`;
    this.#marks.set(what, mark);
    return mark;
  }

  /** What of it stands in a text. */
  foundIn(text: string): readonly string[] {
    return [...this.#marks].filter(([, mark]) => text.includes(mark)).map(([what]) => what);
  }
}

/** Writes something everywhere where a conversation holds something. */
async function makeFull(marks: Marks): Promise<Paths> {
  const channel = await openChannel(api, { allowed: [marks.of('guest name')] });
  const { conversationId } = await channel.taken({
    conversationId: marks.of('id'),
    metadata: { [marks.of('guest name')]: marks.of('guest value') },
  });
  const made = pathsOf(conversationId);
  await api.ok('POST', made.participants, {
    body: {
      id: marks.of('participant'),
      purpose: 'agent',
      externalId: marks.of('external id'),
      addresses: [{ type: 'sip', uri: marks.of('address') }],
      attributes: { [marks.of('attribute name')]: { [marks.of('inner name')]: marks.of('attribute value') } },
    },
  });
  await api.ok('PATCH', made.conversation, {
    body: {
      queueId: marks.of('call queue'),
      wrapup: { code: marks.of('wrap-up code'), notes: marks.of('wrap-up notes') },
      data: { [marks.of('data name')]: marks.of('data value') },
    },
  });
  const set = { attributes: { [marks.of('pending name')]: marks.of('pending value') } };
  await api.ok('POST', made.flow(marks.of('execution')), { body: set });
  const secured = { attributes: { [marks.of('secured name')]: marks.of('secured value') } };
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: secured });
  const pendingSecured = { attributes: { [marks.of('pending secured name')]: marks.of('pending secured value') } };
  await api.ok('POST', `${made.conversation}/flows/f/secureattributes`, { body: pendingSecured });
  return made;
}

/** What must be found before, so that the search is known to find things. */
const visible = ['id', 'guest value', 'participant', 'address', 'attribute value', 'pending value', 'secured name'];

test('after DELETE of a live conversation no table has a name, a value or an id of it', async () => {
  const marks = new Marks();
  const made = await makeFull(marks);
  const before = marks.foundIn(await everythingStored());
  expect(before).toEqual(expect.arrayContaining(visible));
  expect(before).not.toContain('secured value');
  await api.ok('DELETE', made.conversation);
  // The allowed list of the channel is the user's, and stays.
  expect(marks.foundIn(await everythingStored())).toEqual(['guest name']);
});

test('after DELETE of an ended conversation no table has a saved value or a contact datum of it', async () => {
  const marks = new Marks();
  const [saved, added] = ['saved', 'added'];
  await keep(api, [saved, added], 'webmessaging');
  const made = await makeFull(marks);
  await api.ok('PATCH', made.conversation, { body: { data: { [saved]: marks.of('saved value') } } });
  await endAs(api, made, 'wrapup');
  await add(api, made.id, { [added]: marks.of('contact datum') });
  await endAs(api, made, 'handled');
  const before = marks.foundIn(await everythingStored());
  expect(before).toEqual(expect.arrayContaining(['id', 'saved value', 'contact datum', 'wrap-up notes']));
  await api.ok('DELETE', made.conversation);
  expect(marks.foundIn(await everythingStored())).toEqual(['guest name']);
});

test('once a conversation is handled no table has a value that the saved list does not name', async () => {
  const marks = new Marks();
  await keep(api, [], 'webmessaging');
  const made = await makeFull(marks);
  await endAs(api, made, 'handled');
  const left = marks.foundIn(await everythingStored());
  expect([...left].sort()).toEqual(['call queue', 'guest name', 'id', 'wrap-up code', 'wrap-up notes']);
});

test('once a conversation is abandoned no table has a value of it at all', async () => {
  const marks = new Marks();
  await keep(api, [marks.of('data name')], 'webmessaging');
  const made = await makeFull(marks);
  await endAs(api, made, 'abandoned');
  const left = marks.foundIn(await everythingStored());
  await keep(api, [], 'webmessaging');
  expect([...left].sort()).toEqual(['call queue', 'data name', 'guest name', 'id']);
});

test('the data key of an erased conversation is gone: what it wrapped stands nowhere', async () => {
  const marks = new Marks();
  const made = await makeFull(marks);
  const wrapped = (text: string) => text.match(/"wrapped":/g)?.length ?? 0;
  const before = wrapped(await everythingStored());
  await api.ok('DELETE', made.conversation);
  expect(wrapped(await everythingStored())).toBe(before - 1);
});

test('no name and no value of a conversation stands in the log', async () => {
  const marks = new Marks();
  const made = await makeFull(marks);
  await api.ok('GET', `${made.conversation}/export`);
  await api.ok('DELETE', made.conversation);
  const logged = marks.foundIn(api.logs.join('\n'));
  expect(logged.filter((what) => what !== 'id' && what !== 'execution')).toEqual([]);
});
