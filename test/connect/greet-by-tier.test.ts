import { expect, test } from 'vitest';
import flow from '../../integrations/connect/greet-by-tier.json' with { type: 'json' };
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { TestContact } from './connect.ts';
import { type Flow, play } from './flow-player.ts';

const api = useApi();
const gold = 'Welcome back. As a gold customer you are first in line.';
const standard = 'Welcome. Someone will be with you soon.';

test('the flow greets a gold customer as one, whose tier was found out before, and notes that it has', async () => {
  const contact = new TestContact();
  await contact.act({ action: 'flush', tier: 'gold' });
  expect(await play(flow as Flow, (parameters) => contact.act(parameters))).toEqual([gold]);
  const { attributes } = (await api.ok('GET', pathsOf(contact.id).attributes())).body;
  expect(attributes).toEqual({ tier: 'gold', greeted: 'yes' });
});

test('it greets a customer without a tier as anybody', async () => {
  const contact = new TestContact();
  expect(await play(flow as Flow, (parameters) => contact.act(parameters))).toEqual([standard]);
});

test('it greets as anybody where the function refuses, and where it fails', async () => {
  const refusing = async () => ({ ok: 'false', code: 'conversation-ended' });
  const failing = () => Promise.reject(new Error('503'));
  expect(await play(flow as Flow, refusing)).toEqual([standard]);
  expect(await play(flow as Flow, failing)).toEqual([standard]);
});

test('each of its blocks can be reached, and leads to one that is there', () => {
  const blocks = flow.Actions as Flow['Actions'];
  const targets = blocks.flatMap(({ Transitions: { NextAction, Errors = [], Conditions = [] } }) => [
    ...(NextAction === undefined ? [] : [NextAction]),
    ...[...Errors, ...Conditions].map((branch) => branch.NextAction),
  ]);
  const ids = blocks.map(({ Identifier }) => Identifier);
  expect([...new Set([flow.StartAction, ...targets])].sort()).toEqual(ids.sort());
  expect(Object.keys(flow.Metadata.ActionMetadata).sort()).toEqual(ids);
});
