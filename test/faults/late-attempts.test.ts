import { afterEach, describe, expect, test } from 'vitest';
import { impatient, useFaultyApi } from './api.ts';
import type { Fault } from './proxy.ts';

const faulty = useFaultyApi(impatient);

afterEach(() => faulty.proxy.decide());

const kinds = [
  {
    what: 'the settings of a channel type',
    method: 'PUT',
    path: '/api/v2/settings/channels/voice',
    bodyOf: (name: string): object => ({ savedAttributes: [name], retentionDays: 30 }),
  },
  {
    what: 'a web channel',
    method: 'PATCH',
    path: '/api/v2/webchat/channels/widget',
    bodyOf: (name: string): object => ({ settings: { webchat: { type: 'webchat', attributes: { allowed: [name] } } } }),
  },
];

describe.each(kinds)('an attempt of the SDK to write $what', ({ method, path, bodyOf }) => {
  /** Lets the attempts of the next write fail so, one after another; `last` is when the last of them has begun. */
  const failWith = (faults: readonly Fault[]) => {
    const { promise: last, resolve } = Promise.withResolvers<void>();
    let attempts = 0;
    faulty.proxy.decide(({ operation }) => {
      if (!/Put|Update/.test(operation)) return undefined;
      const fault = faults[attempts++];
      if (attempts === faults.length) resolve();
      return fault;
    });
    return { last };
  };
  const write = (name: string) => faulty.api.ok(method, path, { body: bodyOf(name) });
  const read = async () => (await faulty.api.ok('GET', path)).body;
  const wholeOf = (name: string, version: number) => ({ ...bodyOf(name), version });

  test('that the store gets after another attempt was answered overwrites no later write', async () => {
    const late = Promise.withResolvers<void>();
    failWith([{ forward: true, answer: 'silence', after: late.promise }]);
    const { body } = await write('early');
    expect(body).toEqual(wholeOf('early', body.version));
    await write('later');
    late.resolve();
    await faulty.proxy.settled();
    expect(await read()).toEqual(wholeOf('later', body.version + 1));
  });

  test('that comes late because the answer to the first was lost overwrites no write in between', async () => {
    const late = Promise.withResolvers<void>();
    const { last } = failWith([
      { forward: true, answer: 'reset' },
      { forward: true, answer: 'pass', after: late.promise },
    ]);
    const early = write('early');
    await last;
    const later = await write('later');
    late.resolve();
    expect((await early).body).toEqual(wholeOf('later', later.body.version));
    expect(await read()).toEqual(later.body);
  });
});
