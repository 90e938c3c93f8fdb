import { flush, set } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { minutes } from '../step.ts';
import { contactData, create, end, erase, join, patch } from '../steps.ts';
import { sweep } from '../sweeper-steps.ts';
import { afterLease, beforeRetention, customer, keyRemoved, notDoubled, swept } from './common.ts';

/** After the days of a value. */
const afterDay = { after: minutes(25 * 60) };

/** Values of searchable names: by them a conversation is found exactly as it has them. */
export const values = {
  twoOwners: {
    title: 'patches at once of two owners leave the conversation found by the value that counts',
    before: [create({ data: { found: '"data"' } })],
    callers: {
      one: [patch(customer({ found: '"one"' }))],
      two: [patch(customer({ found: null }))],
      three: [patch({ data: { found: '"three"', 'looked for': '"too"' } })],
    },
    faults: 2,
    ...swept(),
  },
  beside: {
    title:
      'a merge patch that has no room for what it depends on leaves the conversation found by the value that counts',
    before: [
      create({
        data: { form: '{"a":1}' },
        participants: [{ id: 'caller', purpose: 'customer', attributes: { found: '"customer"' } }],
      }),
    ],
    callers: {
      one: [patch({ data: { form: '{"b":2}', found: '"one"' }, mergesObjects: true })],
      two: [patch(customer({ found: null }))],
    },
    ...swept(),
  },
  flushAndPatch: {
    title: 'a flush and a patch at once leave the conversation found by what was written last',
    before: [create(), set({ found: '"flow"' })],
    callers: { flow: [flush()], one: [patch(customer({ found: '"one"' }))], other: [patch(customer({ tier: '"1"' }))] },
    ...swept(),
  },
  join: {
    title: 'who joins with a value, while another writes one, leaves the conversation found by the value that counts',
    before: [create()],
    callers: {
      one: [join('agent', { found: '"agent"' })],
      two: [patch({ data: { found: '"data"' } }), patch(customer({ found: '"customer"' }))],
    },
    fates: notDoubled,
    ...swept(),
  },
  end: {
    title: 'a write that races with the end leaves the conversation found by what is kept, and by nothing else',
    before: [create({ data: { 'looked for': '"until handled"' } }), set({ found: '"flow"' })],
    callers: {
      agent: [end({ state: 'wrapup' }), end({ state: 'handled' })],
      one: [patch(customer({ found: '"one"' }))],
    },
    ...swept(),
  },
  endWithValue: {
    title: 'a value that comes with the end counts at the end, whatever is written meanwhile',
    before: [create()],
    callers: {
      agent: [end({ state: 'wrapup', data: { found: '"end"' } })],
      one: [patch({ data: { found: '"one"' } })],
      other: [patch({ data: { tier: '"1"' } })],
    },
    ...swept(),
  },
  abandoned: {
    title: 'an abandoned conversation is found by nothing, whatever races with its end',
    before: [create({ data: { found: '"before"' } })],
    callers: { agent: [end({ state: 'abandoned' })], one: [patch({ data: { found: '"one"' } })] },
    faults: 2,
    ends: ['abandoned'],
  },
  contactData: {
    title: 'contactData that races with the end of wrap-up leaves the conversation found by what is kept',
    before: [create({ data: { found: '"before"' } }), end({ state: 'wrapup' })],
    callers: {
      agent: [end({ state: 'handled' })],
      one: [contactData({ found: '"one"' })],
      two: [contactData({ found: null }, beforeRetention)],
    },
    ends: ['handled'],
  },
  erasure: {
    title: 'after an erasure nothing leads to the conversation, whatever is written meanwhile',
    before: [create({ data: { found: '"before"' } })],
    callers: { one: [patch({ data: { found: '"one"' } })], eraser: [erase()] },
    faults: 2,
    ...keyRemoved(),
  },
  retention: {
    title: 'a conversation is found no more by a value whose days are over, whoever corrects it meanwhile',
    before: [create({ data: { found: '"1"' } }), end({ state: 'handled', ownDays: { found: 1 } })],
    callers: { sweeper: [sweep(afterDay)], crm: [contactData({ found: '"2"' }, afterDay)] },
    after: [sweep(afterDay)],
    ends: ['handled'],
  },
  sweep: {
    title: 'a batch that the sweeper flushes beside a patch leaves the conversation found by what it has',
    before: [create(), set({ found: '"flow"' })],
    callers: {
      sweeper: [sweep(afterLease)],
      one: [patch(customer({ found: '"one"' }), { after: minutes(70) })],
    },
    ...swept(),
  },
} as const satisfies Record<string, Scenario>;
