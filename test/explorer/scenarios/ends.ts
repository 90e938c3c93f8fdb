import { set, setSecured } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { contactData, create, end, erase, patch } from '../steps.ts';
import { sweep } from '../sweeper-steps.ts';
import { afterLease, customer, keyRemoved, notDoubled, swept } from './common.ts';

const before = [create(), set({ tier: '"1"' })];

/** Between the read of an end and its write of the whole: so the end takes its two writes. */
const quicker = [patch(customer({ tier: '"2"' }))];

/** Ends that others are quicker than: a write that decides the end, one that finishes it, and whoever comes between the two. */
export const ending = {
  finishedByAPatch: {
    title: 'an end that others were quicker than is finished before the wrap-up of somebody else is written',
    before,
    callers: { agent: [end({ state: 'wrapup' })], quicker, other: [patch({ wrapup: { code: 'other' } })] },
    ...swept(),
  },
  finishedByContactData: {
    title: 'an end that others were quicker than is finished before contactData adds to what is saved',
    before,
    callers: { agent: [end({ state: 'wrapup' })], quicker, other: [contactData({ tier: '"3"' })] },
    fates: notDoubled,
    ...swept(),
  },
  wrapupEnds: {
    title:
      'contactData that comes between the two writes of the end of a wrap-up waits for the second, and is added then',
    before: [create(), end({ state: 'wrapup' })],
    callers: {
      agent: [end({ state: 'handled' })],
      quicker: [patch({ queueId: 'sales' })],
      other: [contactData({ tier: '"3"' })],
    },
    ends: ['handled'],
  },
  finishedByAnEnd: {
    title: 'of two ends that others were quicker than each is applied in its turn or refused',
    before,
    callers: {
      agent: [end({ state: 'wrapup', data: { tier: '"3"' } })],
      quicker,
      other: [end({ state: 'handled', wrapup: { code: 'other' } })],
    },
    ...swept(),
  },
  finishedByTheSweeper: {
    title: 'an end that others were quicker than is finished by the sweeper, which flushes nothing any more',
    before,
    callers: {
      agent: [end({ state: 'handled' }, afterLease)],
      quicker: [patch(customer({ tier: '"2"' }), afterLease)],
      sweeper: [sweep(afterLease)],
    },
    ...swept(),
  },
  lateSet: {
    title: 'a set that comes between the two writes of an end is refused',
    before,
    callers: { agent: [end({ state: 'abandoned' })], quicker, flow: [set({ tier: '"3"' })] },
    ends: ['abandoned'],
  },
  erasedBetween: {
    title: 'an erasure between the two writes of an end leaves nothing, and its data key is removed',
    before: [...before, setSecured({ card: '"4111"' })],
    callers: { agent: [end({ state: 'handled' })], quicker, owner: [erase()] },
    ...keyRemoved(),
  },
} as const satisfies Record<string, Scenario>;
