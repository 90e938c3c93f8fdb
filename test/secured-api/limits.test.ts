import { describe, expect, test } from 'vitest';
import type { Paths } from '../support/paths.ts';
import { useSecuredApi } from './support/api.ts';
import { bag } from './support/bags.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

/** Every request that writes secured attributes, with its bag. */
const writes = [
  {
    write: 'a set',
    send: (made: Paths, attributes: unknown) => api.call('POST', securedFlow(made), { body: { attributes } }),
  },
  {
    write: 'PUT',
    send: (made: Paths, attributes: unknown) => api.call('PUT', securedOf(made), { body: { attributes, version: 0 } }),
  },
  {
    write: 'PATCH',
    send: (made: Paths, attributes: unknown) => api.call('PATCH', securedOf(made), { body: { attributes } }),
  },
];

/** Flushes, and gives what there is then. */
async function stored(made: Paths) {
  await api.ok('POST', made.flush());
  return (await api.ok('GET', securedOf(made))).body;
}

describe.each(writes)('$write', ({ send }) => {
  test('takes strings only, and names every value that is none', async () => {
    const made = await api.make();
    const answer = await send(made, { ok: 'plain', a: 1, b: true, c: ['4111'], d: { pin: '4111' }, e: 1.5 });
    expect(answer).toMatchObject({ status: 422, body: { code: 'unprocessable-content' } });
    expect(answer.body.errors.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(answer.text).not.toMatch(/4111|plain/);
    expect(await stored(made)).toEqual({ attributes: {}, version: 0 });
  });

  test('refuses bad names with 400 and names each, the bad values too', async () => {
    const made = await api.make();
    const answer = await send(made, { ' ': 'x', 'tab\t': 'x', [`${'é'.repeat(128)}e`]: 'x', '\ud800': 'x', ok: 1 });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect(answer.body.errors).toHaveLength(5);
    expect(await stored(made)).toEqual({ attributes: {}, version: 0 });
  });

  test('refuses attributes that are no object with 400', async () => {
    const made = await api.make();
    for (const attributes of [undefined, null, [], 'pin', 1]) {
      expect((await send(made, attributes)).status).toBe(400);
    }
  });

  test('takes names of 256 bytes and values of 8 KiB as JSON, and no more', async () => {
    const made = await api.make();
    const longest = { ['é'.repeat(128)]: 'x'.repeat(8190), quotes: '"'.repeat(4095) };
    expect((await send(made, longest)).status).toBeLessThan(300);
    expect((await stored(made)).attributes).toEqual(longest);
    const answer = await send(await api.make(), { pin: 'x'.repeat(8191) });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ name: 'pin' }] } });
    expect(answer.text).not.toContain('xxx');
  });

  test('takes 100 names in a request, and no more', async () => {
    const made = await api.make();
    expect((await send(made, bag(101))).status).toBe(422);
    expect((await send(made, bag(100))).status).toBeLessThan(300);
    expect(Object.keys((await stored(made)).attributes)).toHaveLength(100);
  });

  test('is refused with 413 when the conversation would be larger than 64 KiB with its envelopes, and changes nothing', async () => {
    // 50 values of 1,200 characters fit in the clear, but not with 81 bytes around each and the ordinary ones.
    const made = await api.make({ participants: [{ purpose: 'customer', attributes: { note: 'x'.repeat(4_000) } }] });
    const answer = await send(made, bag(50, 'y'.repeat(1_200)));
    expect(answer).toMatchObject({ status: 413, body: { code: 'conversation-too-large' } });
    expect(answer.text).not.toContain('yyy');
    expect(await stored(made)).toEqual({ attributes: {}, version: 0 });
    expect((await send(made, bag(10, 'y'.repeat(1_200)))).status).toBeLessThan(300);
  });
});

test('pending secured names count with the ordinary ones: 200 of an execution', async () => {
  const made = await api.make();
  await api.ok('POST', securedFlow(made), { body: { attributes: bag(100) } });
  await api.ok('POST', made.flow(), { body: { attributes: bag(100) } });
  for (const path of [securedFlow(made), made.flow()]) {
    const answer = await api.call('POST', path, { body: { attributes: { more: '1' } } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'too-many-pending-writes' } });
    await api.ok('POST', path, { body: { attributes: { n1: '2' } } });
  }
  expect((await api.ok('POST', made.flush())).body.flushed).toHaveLength(100);
  const { attributes } = (await api.ok('GET', securedOf(made))).body;
  expect(attributes).toEqual({ ...bag(100), n1: '2' });
});

test('a twenty-first execution with pending secured writes is refused with 422', async () => {
  const made = await api.make();
  for (let number = 0; number < 20; number++) {
    await api.ok('POST', securedFlow(made, `e${number}`), { body: { attributes: { pin: '1' } } });
  }
  const answer = await api.call('POST', securedFlow(made, 'e20'), { body: { attributes: { pin: '1' } } });
  expect(answer).toMatchObject({ status: 422, body: { code: 'too-many-executions' } });
});

test('the largest flush and the largest PUT keep to the 4,096 bytes that DynamoDB allows an expression', async () => {
  let longest = 0;
  secured.container.before = ({ input }) => {
    const { UpdateExpression = '', ConditionExpression = '' } = input as Record<string, string>;
    longest = Math.max(longest, UpdateExpression.length, ConditionExpression.length);
  };
  const flushed = await api.make();
  await api.ok('POST', securedFlow(flushed), { body: { attributes: bag(100) } });
  await api.ok('POST', securedFlow(flushed), { body: { attributes: bag(100, '', 'm') } });
  await api.ok('POST', flushed.flush());
  // An envelope of an empty string has 83 bytes: 64 KiB have room for 760 of them under names of 3 bytes.
  const made = await api.make();
  for (const letter of 'abcdefg') {
    await api.ok('PATCH', securedOf(made), { body: { attributes: bag(100, '', letter) } });
  }
  await api.ok('PATCH', securedOf(made), { body: { attributes: bag(50, '', 'h') } });
  const body = { attributes: bag(100, '', 'z'), version: 8 };
  await api.ok('PUT', securedOf(made), { body });
  secured.container.before = () => undefined;
  expect(longest).toBeGreaterThan(1_000);
  expect(longest).toBeLessThanOrEqual(4_096);
  expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual(bag(100, '', 'z'));
});
