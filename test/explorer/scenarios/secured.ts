import { flush, set, setSecured } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { create, end, erase, patchSecured, putSecured } from '../steps.ts';
import { atRetention, beforeRetention, keyRemoved, notDoubled, swept } from './common.ts';

/** Secured attributes and their data key. */
export const securing = {
  securedAndEnd: {
    title: 'secured values race with the end: none stays, and no data key stays',
    before: [create()],
    callers: { flow: [setSecured({ card: '"5"' }), flush()], agent: [end({ state: 'handled' })] },
    ...swept(),
  },
  securedAndErase: {
    title: 'secured values race with the erasure: none stays, and the data key is removed',
    before: [create()],
    callers: { flow: [setSecured({ card: '"5"' }), flush()], agent: [erase()] },
    ...keyRemoved(),
  },
  endAndErase: {
    title: 'the end and the erasure at once remove the data key, whoever is first',
    before: [create(), setSecured({ card: '"5"' })],
    callers: { agent: [end({ state: 'handled' })], owner: [erase()] },
    ...keyRemoved(),
  },
  endWithoutStore: {
    title: 'an end whose data key could not be removed at once leaves that to the sweeper',
    before: [create(), setSecured({ card: '"5"' })],
    callers: { agent: [end({ state: 'handled' })] },
    fates: ['failed', 'timedOut', 'orphaned', 'unsent'],
    faults: 3,
    ...swept(),
  },
  erasureWithoutStore: {
    title: 'an erasure whose data key could not be removed at once leaves that to the sweeper',
    before: [create(), setSecured({ card: '"5"' })],
    callers: { owner: [erase()] },
    fates: ['failed', 'timedOut', 'orphaned', 'unsent'],
    faults: 3,
    ...keyRemoved(),
  },
  firstSecured: {
    title: 'of two first secured values at once both are sealed under one data key',
    before: [create()],
    callers: {
      one: [setSecured({ card: '"1"' }, { execution: 'one' })],
      two: [setSecured({ card: '"2"' }, { execution: 'two' }), flush({ execution: 'two' })],
    },
    ...swept(),
  },
  replacement: {
    title: 'of replacements that race exactly one succeeds, and a flush in between makes its version old',
    before: [create(), setSecured({ pin: '"0"' })],
    callers: { one: [putSecured({ card: '"1"' }, 0)], two: [putSecured({ other: '"2"' }, 0)], flow: [flush()] },
    ...swept(),
  },
  putAndEnd: {
    title: 'a replacement that races with the end is refused or takes part',
    before: [create()],
    callers: { one: [putSecured({ card: '"1"' }, 0)], agent: [end({ state: 'wrapup' })] },
    ...swept(),
  },
  patchTwice: {
    title: 'a patch of secured attributes that comes twice applies once',
    before: [create(), setSecured({ card: '"1"', pin: '"0"' }), flush()],
    callers: { one: [patchSecured({ card: null })], two: [putSecured({ pin: '"2"' }, 1)] },
    fates: ['doubled'],
    ...swept(),
  },
  // No request takes as long as a record is kept: this is what the condition is for, if one ever did.
  nextLife: {
    title: 'a value that was sealed for a conversation is not written to the next one with its id',
    before: [create()],
    callers: {
      flow: [setSecured({ card: '"5"' }, beforeRetention)],
      other: [end({ state: 'handled' }), create({}, atRetention)],
    },
    faults: 0,
    ends: ['active'],
  },
  oneBatch: {
    title: 'secured and other values of an execution are flushed together',
    before: [create(), setSecured({ pin: '"0"' })],
    callers: {
      flow: [set({ tier: '"1"' }), setSecured({ pin: '"1"' }), flush()],
      worker: [flush()],
    },
    ...swept(),
  },
  bot: {
    title: 'an execution that has called itself a bot sets nothing secured from then on',
    before: [create()],
    callers: { bot: [set({ tier: '"1"' }, { isBot: true })], flow: [setSecured({ card: '"5"' }), flush()] },
    fates: notDoubled,
    ...swept(),
  },
} as const satisfies Record<string, Scenario>;
