import { flush, set } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { minutes } from '../step.ts';
import { contactData, create, end, erase, join, patch } from '../steps.ts';
import { sweep } from '../sweeper-steps.ts';
import { afterLease, customer, swept } from './common.ts';

/** After the longest time that a conversation may be active. */
const afterDay = { after: minutes(25 * 60) };

/** The sweeper beside the operations. */
export const sweeping = {
  sweepAndEnd: {
    title: 'a set, the end and the sweeper at once apply every batch once',
    before: [create(), set({ tier: '"1"' })],
    callers: {
      flow: [set({ tier: '"2"' }, afterLease)],
      agent: [end({ state: 'wrapup' }, afterLease)],
      sweeper: [sweep(afterLease)],
    },
    ...swept(),
  },
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
  newBatch: {
    title: 'the sweeper leaves a batch alone that has begun since it looked',
    before: [create(), set({ tier: '"1"' })],
    callers: {
      sweeper: [sweep(afterLease)],
      flow: [flush(afterLease), set({ tier: '"2"' }, afterLease), set({ name: '"N"' }, afterLease), flush(afterLease)],
    },
    ...swept(),
  },
  postponement: {
    title: 'a sweeper that comes too late to a conversation does not put off what is due then',
    before: [create()],
    callers: { sweeper: [sweep(afterLease)], agent: [end({ state: 'wrapup' }, afterLease)] },
    ...swept(),
  },
  quickerThanTheSweeper: {
    title: 'a sweeper does not fail because somebody else was quicker',
    before: [create(), set({ tier: '"1"' })],
    callers: {
      sweeper: [sweep({ ...afterDay, mayFail: false })],
      agent: [end({ state: 'wrapup' }, afterDay)],
    },
    faults: 0,
    ends: ['wrapup'],
  },
  inUseAgain: {
    title: 'the sweeper does not end a conversation that somebody has written to since it looked',
    before: [create()],
    callers: {
      sweeper: [sweep(afterDay)],
      // What it writes is no reason to go on, but the end is no longer the first to write.
      second: [sweep(afterLease)],
      agent: [patch({ data: { tier: '"agent"' } }, afterDay)],
    },
    faults: 0,
  },
  sweptToItsEnd: {
    title: 'the sweeper ends what nobody ends, with all that is pending, through crashes at any point',
    before: [create(), set({ tier: '"1"' }), set({ tier: '"2"' }, { execution: 'two' })],
    callers: { sweeper: [sweep(afterDay), sweep({ after: minutes(26 * 60) })], second: [sweep(afterDay)] },
    faults: 2,
    after: [sweep({ after: minutes(28 * 60) })],
    ends: ['handled'],
  },
  retentionByName: {
    title:
      'a value that is kept for less than the record goes once its days are over, and no correction brings it back',
    before: [create({ data: { tier: '"1"' } }), end({ state: 'wrapup', ownDays: { tier: 1 } })],
    callers: {
      sweeper: [sweep(afterDay), sweep(afterDay)],
      agent: [end({ state: 'handled' }, afterDay)],
      crm: [contactData({ tier: '"2"' }, afterDay)],
    },
    after: [sweep(afterDay)],
    ends: ['handled'],
  },
  sweepAndMove: {
    title: 'a sweeper leaves a conversation where it is found, though it moves to another call queue meanwhile',
    before: [create()],
    callers: {
      sweeper: [sweep(afterLease)],
      agent: [patch({ queueId: 'support' }, afterLease), patch({ queueId: null }, afterLease)],
    },
    ...swept(),
  },
  sweepAndJoin: {
    title: 'a sweeper leaves a conversation where it is found, though somebody joins meanwhile',
    before: [create({ participants: [{ id: 'caller', purpose: 'customer', attributes: {}, uris: ['1', '2', '3'] }] })],
    callers: { sweeper: [sweep(afterLease)], agent: [join('agent', {}, 'agent-1', ['4'])] },
    ...swept(),
  },
  sweepAndErase: {
    title: 'a sweeper does not make anything of a conversation that is erased meanwhile',
    before: [create(), set({ tier: '"1"' })],
    callers: { sweeper: [sweep(afterLease)], owner: [erase(afterLease)] },
    faults: 2,
    ends: ['erased'],
  },
  lookAndErase: {
    title: 'a sweeper that has nothing to do puts nothing off that is erased meanwhile',
    before: [create()],
    callers: { sweeper: [sweep(afterLease)], owner: [erase(afterLease)] },
    faults: 2,
    ends: ['erased'],
  },
} as const satisfies Record<string, Scenario>;
