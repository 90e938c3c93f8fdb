import { expect, test } from 'vitest';
import type { ConversationNames } from '../../clients/typescript/src/index.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

test('a token that may read a conversation is told the names that are pending and secured, and never a value', async () => {
  const made = await api.make();
  const flow = `${made.conversation}/flows/ivr-1`;
  const secret = { body: { attributes: { card: 'secret-4111', pin: 'secret-1' } } };
  await api.ok('PATCH', `${made.conversation}/secureattributes`, secret);
  await api.ok('POST', `${flow}/attributes`, { body: { attributes: { tier: 'secret-gold', old: null } } });
  await api.ok('POST', `${flow}/attributes`, { body: { target: 'conversation', attributes: { note: 'secret-note' } } });
  await api.ok('POST', `${flow}/secureattributes`, { body: { attributes: { iban: 'secret-DE02', pin: null } } });
  const token = await api.token('conversation:read');
  const { text } = await api.ok('GET', `${made.conversation}/names`, { token });
  const body: ConversationNames = JSON.parse(text);
  expect(text).not.toContain('secret');
  const sorted = (list: readonly { readonly name: string }[]) => list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const [execution, target] = ['ivr-1', 'participant'];
  expect(sorted(body.pending)).toEqual([
    { execution, name: 'note', target: 'conversation' },
    { execution, name: 'old', target, participantId: 'customer-1', removes: true },
    { execution, name: 'tier', target, participantId: 'customer-1' },
  ]);
  expect(body.secured.toSorted()).toEqual(['card', 'pin']);
  expect(sorted(body.pendingSecured)).toEqual([
    { execution, name: 'iban' },
    { execution, name: 'pin', removes: true },
  ]);
});

test('has no names left after wrap-up', async () => {
  const made = await api.make();
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { card: '4111' } } });
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  const { text } = await api.ok('GET', `${made.conversation}/names`);
  expect(JSON.parse(text)).toEqual({ pending: [], secured: [], pendingSecured: [] });
});
