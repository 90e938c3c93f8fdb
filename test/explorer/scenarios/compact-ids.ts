import { flush, set } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { create, end, join, patch } from '../steps.ts';
import { type Ablated, finds, requests } from './ablation.ts';
import { customer, notDoubled, swept } from './common.ts';

/** Operation ids that are kept together, each time that there are two of them. */
export const compacting = {
  patches: {
    title: 'a request is applied once, whether its operation id is an entry of its own or kept together with others',
    before: [create({ data: { a: '"1"' } }), patch({ data: { a: null } }), patch({ data: { a: '"1"' } })],
    callers: {
      one: [patch({ data: { a: '"2"' } })],
      two: [patch(customer({ tier: '"gold"' }))],
    },
    ...swept(),
  },
  flows: {
    title: 'a set and a flush are answered as the first time, also once their operation ids are kept together',
    before: [create(), set({ a: '1' })],
    callers: {
      flow: [set({ a: '2' }), flush()],
      one: [join('agent')],
    },
    ...swept(),
  },
  ends: {
    title: 'operation ids that are kept together are kept beyond the end, and nothing of what their requests said',
    before: [create({ data: { tier: '"1"' } })],
    callers: {
      one: [patch({ data: { tier: '"2"' } })],
      agent: [end({ state: 'wrapup' }), end({ state: 'handled' })],
    },
    ends: ['handled'],
  },
} as const satisfies Record<string, Scenario>;

/** The same where there is room for three, of which the newest two are kept. */
export const compactingInNoRoom = {
  room: {
    title: 'operation ids that are kept together and outdated make room for others, and are not miscounted',
    before: [create(), patch({ data: { a: '1' } }), patch({ data: { a: '2' } })],
    callers: { one: [patch({ data: { a: '3' } })], two: [patch({ data: { b: '4' } })], three: [set({ c: '5' })] },
    fates: notDoubled,
    faults: 0,
    ...swept(),
  },
} as const satisfies Record<string, Scenario>;

/** The rules of those. */
export const compactAblations: readonly Ablated[] = [
  {
    title: 'a write does not look for its operation id among those that are kept together',
    condition: /^NOT contains\(ids, /,
    scenario: compacting.patches,
    finds: finds.twice,
  },
  {
    title: 'operation ids are kept together without looking whether the conversation is over',
    of: requests.tidy,
    condition: /^state = /,
    scenario: compacting.ends,
    finds: /keeps the fingerprint of a request/,
  },
];

/** The rules of those. */
export const compactRoomAblations: readonly Ablated[] = [
  {
    title: 'operation ids are kept together without looking whether others are since',
    of: requests.tidy,
    condition: /^(?:idStamps = |attribute_not_exists\(idStamps\))/,
    scenario: compactingInNoRoom.room,
    finds: finds.ids,
  },
];
