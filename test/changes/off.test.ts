import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { everyEntry } from './entries.ts';

const api = useApi();

test.each(['changes', 'provenance'])(
  'a deployment that is not told to keeps no changes, and says so: %s',
  async (of) => {
    const made = await api.make();
    const { status, body } = await api.call('GET', `${made.conversation}/${of}`);
    expect([status, body.code]).toEqual([404, 'changes-not-kept']);
    expect(body.detail).toContain('"changes"');
    expect(await everyEntry()).toBe('[]');
  },
);
