import { THE_CUSTOMER } from '../../reference/flows.ts';
import { flush, get, set } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { create, end, join, leave, patch } from '../steps.ts';
import { byAlias, customer, notDoubled, swept, version } from './common.ts';

const person = (id: string, purpose: string, tier?: string) => {
  return { id, purpose, attributes: tier === undefined ? {} : { tier } };
};
const call = create({ participants: [person('customer-1', 'customer')] });
const conference = create({ participants: [person('caller', 'customer'), person('customer-1', 'customer')] });
const sameLeave = leave('customer-1');

/** Participants who leave, and who is meant then. */
export const leaving = {
  leaveAndSet: {
    title: 'a set on a participant who leaves at the same time is refused, or takes effect also after that',
    before: [call],
    callers: {
      flow: [set({ tier: '"1"' }, { owner: 'customer-1' }), get({ owner: 'customer-1' }), flush()],
      agent: [leave('customer-1')],
    },
    ...swept(),
  },
  leaveAndLastBatch: {
    title: 'a last batch of a participant who leaves at the same time is refused or applied before',
    before: [call, set({ name: '"0"' }, { owner: 'customer-1' })],
    callers: {
      worker: [flush({ owner: 'customer-1', attributes: { tier: '"last"' } })],
      agent: [leave('customer-1')],
    },
    ...swept(),
  },
  leaveAndPatch: {
    title: 'a patch of a participant who leaves at the same time is refused or applied before',
    before: [call],
    callers: {
      one: [patch({ participants: [{ participant: 'customer-1', attributes: { tier: '"1"' } }] })],
      two: [patch(customer({ name: '"2"' }, version(1), 'customer-1'))],
      agent: [leave('customer-1')],
    },
    ...swept(),
  },
  leaveTwice: {
    title: 'a participant who leaves twice under one key leaves once, though another has come who is meant now',
    before: [call],
    callers: {
      one: [sameLeave],
      again: [sameLeave],
      two: [leave('customer'), join('customer'), patch(byAlias({ tier: '"2"' }))],
    },
    fates: notDoubled,
    ...swept(),
  },
  twoLeave: {
    title: 'of two requests that a participant leaves one is told 404, and its retry is not',
    before: [call],
    callers: { one: [sameLeave], again: [sameLeave], two: [leave('customer-1')] },
    faults: 2,
    ...swept(),
  },
  leaveAndEnd: {
    title: 'a participant leaves before the end or not at all, and its attributes count',
    before: [call, set({ tier: '"1"' }, { owner: 'customer-1' })],
    callers: { one: [leave('customer-1')], agent: [end({ state: 'wrapup' })] },
    faults: 2,
    ...swept(),
  },
  lastAgent: {
    title: 'of two agents the value of the one who joined last is saved, also when that one has left',
    before: [create({ participants: [person('one', 'agent', '"1"'), person('two', 'agent', '"2"')] })],
    callers: {
      agent: [end({ state: 'handled' })],
      two: [leave('two')],
      flow: [set({ tier: null }, { owner: 'two' })],
    },
    ...swept(),
  },
  leaveAndJoin: {
    title: 'an alias means whoever is alone with the purpose at that moment, though one leaves and another joins',
    before: [call],
    callers: {
      one: [patch(byAlias({ tier: '"1"' }))],
      two: [leave('customer-1')],
      three: [join('customer')],
    },
    fates: notDoubled,
    ...swept(),
  },
  firstCustomer: {
    title: 'a flow that names nobody means the first customer who is present at that moment',
    before: [conference],
    callers: {
      flow: [set({ tier: '"1"' }, { owner: THE_CUSTOMER }), get({ owner: THE_CUSTOMER })],
      agent: [leave('caller')],
    },
    fates: notDoubled,
    ...swept(),
  },
  numberedAndJoin: {
    title: 'an alias that is written to before a read means nobody once there is a second one of its purpose',
    before: [call],
    callers: { one: [patch(byAlias({ tier: '"1"' }))], two: [join('customer')] },
    fates: notDoubled,
    ...swept(),
  },
  numberedAgent: {
    title: 'an agent by its alias is who has joined, and nobody once there are two',
    before: [call],
    callers: { flow: [set({ tier: '"1"' }, { owner: 'agent' })], agents: [join('agent'), join('agent')] },
    fates: notDoubled,
    ...swept(),
  },
  numberedIsNoCustomer: {
    title: 'an alias means nobody where the id of its first has another purpose',
    before: [create({ participants: [person('customer-1', 'agent')] })],
    callers: { one: [patch(byAlias({ tier: '"1"' }))], two: [join('supervisor')] },
    fates: notDoubled,
    ...swept(),
  },
  firstIsNoCustomer: {
    title: 'a flow that names nobody means a customer, though somebody else has joined first under the id of one',
    before: [create({ participants: [person('customer-1', 'agent'), person('caller', 'customer')] })],
    callers: { flow: [set({ tier: '"1"' }, { owner: THE_CUSTOMER })], agent: [leave('customer-1')] },
    ...swept(),
  },
} as const satisfies Record<string, Scenario>;
