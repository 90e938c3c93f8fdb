import { describe, expect, test } from 'vitest';
import { applyChanges } from '#domain/changes.ts';
import { attributesOf, findParticipant, pendingChangesOf } from '#domain/conversation.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { Requirements } from '#domain/update.ts';
import { attributes, changes, newConversation } from '../support/fixtures.ts';

const someone = (id: string, purpose: string) => ({ id, purpose, addresses: [], attributes: attributes({ [id]: 1 }) });

describe('a participant in a path', () => {
  test('is the one with exactly this id, else the only one with this purpose', async () => {
    const conversation = await newConversation({
      participants: [someone('agent', 'customer'), someone('a1', 'agent')],
    });
    expect(findParticipant(conversation, 'agent')?.id).toBe('agent');
    expect(findParticipant(conversation, 'customer')?.id).toBe('agent');
    expect(findParticipant(conversation, 'a1')?.id).toBe('a1');
  });

  test('is nobody for an alias of two, an unknown id, or a purpose that is no alias', async () => {
    const participants = [someone('a1', 'agent'), someone('a2', 'agent'), someone('s1', 'supervisor')];
    const conversation = await newConversation({ participants });
    for (const id of ['agent', 'customer', 'supervisor', 'A1', '']) {
      expect(findParticipant(conversation, id), id).toBeUndefined();
    }
  });
});

test('the attributes of an owner are its own, of data those of the conversation, of nobody none', async () => {
  const conversation = await newConversation({ participants: [someone('c1', 'customer')], data: attributes({ d: 1 }) });
  expect(attributesOf(conversation, 'c1')).toEqual(attributes({ c1: 1 }));
  expect(attributesOf(conversation, undefined)).toEqual(attributes({ d: 1 }));
  expect(attributesOf(conversation, 'nobody')).toEqual(new Map());
});

test('what is pending on an owner does not show what is pending on another', async () => {
  const set = (owner: string | undefined, value: string) => ({
    pend: { execution: 'ivr', at: 1, writes: { owner, attributes: changes({ a: value }) } },
  });
  const made = await newConversation();
  const { executions } = applyChanges(applyChanges(made, set('customer', 'mine')), set(undefined, 'ours'));
  expect(pendingChangesOf(executions.get('ivr'), 'customer')).toEqual(changes({ a: 'mine' }));
  expect(pendingChangesOf(executions.get('ivr'), undefined)).toEqual(changes({ a: 'ours' }));
  expect(pendingChangesOf(undefined, 'customer')).toEqual(new Map());
});

describe('what a conversation does not meet', () => {
  const stale = { oneOf: [7], by: 'version' } as const;
  const all: Requirements = {
    takesAttributes: true,
    participants: ['nobody'],
    states: ['wrapup'],
    version: [stale],
    participantVersions: [{ ...stale, by: 'if-match', participant: 'customer' }],
  };

  test('is named in the order of the contract: 422, 404, 409 of the state, then versions', async () => {
    const email = await newConversation({ type: 'email' });
    const voice = await newConversation();
    expect(checkRequirements(email, all)?.code).toBe('channel-takes-no-attributes');
    expect(checkRequirements(voice, all)?.code).toBe('participant-not-found');
    const { participants: _nobody, ...there } = all;
    expect(checkRequirements(voice, there)?.code).toMatch(/^conversation-/);
    const { states: _wrapup, ...active } = there;
    expect(checkRequirements(voice, active)).toMatchObject({
      code: 'version-conflict',
      data: { currentVersion: 1 },
    });
    const { version: _7, ...current } = active;
    expect(checkRequirements(voice, current)).toMatchObject({
      code: 'precondition-failed',
      data: { currentVersion: 1 },
    });
    expect(checkRequirements(voice, {})).toBeUndefined();
  });

  test('is nothing when one of several versions is current, and everything when none is named', async () => {
    const voice = await newConversation();
    expect(checkRequirements(voice, { version: [{ oneOf: [3, 1], by: 'if-match' }] })).toBeUndefined();
    expect(checkRequirements(voice, { version: [{ oneOf: [], by: 'if-match' }] })?.code).toBe('precondition-failed');
  });

  test('is a participant whose version is required and who is not there', async () => {
    const required = { participantVersions: [{ ...stale, participant: 'nobody' }] };
    expect(checkRequirements(await newConversation(), required)?.code).toBe('participant-not-found');
  });
});
