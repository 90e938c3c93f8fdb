import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

test('creation numbers participants without an id, from 1 and in their order', async () => {
  const made = await api.make({
    participants: [
      { purpose: 'agent' },
      { purpose: 'agent' },
      { id: 'agent-2', purpose: 'supervisor' },
      { purpose: 'agent' },
      { id: 'other', purpose: 'agent' },
      { purpose: 'customer' },
    ],
  });
  const { body } = await api.ok('GET', made.conversation);
  const ids = body.participants.map(({ id }) => id);
  expect(ids).toEqual(['agent-1', 'agent-3', 'agent-2', 'agent-4', 'other', 'customer-1']);
});

test('the id that a participant gets from a purpose of 128 characters is one that a path takes', async () => {
  const purpose = 'x'.repeat(128);
  const made = await api.make({ participants: [{ purpose }, { purpose }] });
  const { body } = await api.ok('GET', made.conversation);
  for (const { id } of body.participants) await api.ok('GET', made.attributes(id));
});
