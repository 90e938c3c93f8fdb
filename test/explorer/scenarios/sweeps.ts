import { set } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { minutes } from '../step.ts';
import { create, erase, patch } from '../steps.ts';
import { sweep } from '../sweeper-steps.ts';
import { afterLease, customer } from './common.ts';

/** After the longest time that a conversation may be active. */
const afterDay = { after: minutes(25 * 60) };

/** The sweeper beside the operations. */
export const sweeping = {
  twoSweeps: {
    title: 'two sweepers at once flush a batch once',
    before: [create(), set({ tier: '"1"' })],
    callers: {
      one: [sweep(afterLease)],
      two: [sweep(afterLease)],
      agent: [patch(customer({ tier: '"agent"' }), afterLease)],
    },
    fates: ['lost'],
    ends: ['active'],
  },
  sweptToItsEnd: {
    title: 'the sweeper ends what nobody ends, with all that is pending, through crashes at any point',
    before: [create(), set({ tier: '"1"' }), set({ tier: '"2"' }, { execution: 'two' })],
    callers: { sweeper: [sweep(afterDay), sweep({ after: minutes(26 * 60) })], second: [sweep(afterDay)] },
    faults: 2,
    after: [sweep({ after: minutes(28 * 60) })],
    ends: ['handled'],
  },
  sweepAndErase: {
    title: 'a sweeper does not make anything of a conversation that is erased meanwhile',
    before: [create(), set({ tier: '"1"' })],
    callers: { sweeper: [sweep(afterLease)], owner: [erase(afterLease)] },
    faults: 2,
    ends: ['erased'],
  },
} as const satisfies Record<string, Scenario>;
