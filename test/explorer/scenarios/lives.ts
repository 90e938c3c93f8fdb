import { flush, set } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { contactData, create, end, erase, patch } from '../steps.ts';
import { keyRemovedAt, putOffAt, sweep } from '../sweeper-steps.ts';
import { afterErasure, afterRetention, atRetention, beforeRetention, customer, notDoubled, swept } from './common.ts';

const sameCreate = create();
const sameErase = erase();

/** Creation, end, erasure, and an id that is used again. */
export const lives = {
  twoCreations: {
    title: 'of creations of one id at once exactly one succeeds, and its retry is not told that the id is in use',
    callers: {
      one: [sameCreate],
      again: [sameCreate],
      two: [create({ data: { tier: '"2"' } })],
      flow: [set({ a: '1' })],
    },
    fates: notDoubled,
    ...swept(),
  },
  createTwice: {
    title: 'a creation that comes twice does not undo what was written in between',
    callers: { one: [create(), set({ tier: '"1"' }), flush()] },
    faults: 2,
    ...swept(),
  },
  twoEnds: {
    title: 'of two ends at once each is applied in its turn or refused',
    before: [create(), set({ tier: '"0"' })],
    callers: {
      one: [end({ state: 'wrapup', wrapup: { code: 'one' } })],
      two: [end({ state: 'handled', wrapup: { code: 'two' } })],
      three: [end({ state: 'abandoned' })],
    },
    ends: ['wrapup', 'handled', 'abandoned'],
  },
  twoErasures: {
    title: 'of two erasures at once one is told 404, and its retry is not',
    before: [create()],
    callers: { one: [sameErase], again: [sameErase], two: [erase()] },
    faults: 2,
    ends: ['erased'],
  },
  eraseUnknown: {
    title: 'an erasure of what is not there leaves the id free',
    callers: { one: [erase()], two: [create(), erase()] },
    fates: notDoubled,
    ends: ['nothing', 'erased'],
  },
  erasedIdStaysTaken: {
    title: 'the id of an erased conversation stays taken, and no write that comes late reaches it',
    before: [create()],
    callers: { flow: [set({ tier: '"1"' }), flush()], one: [erase()], two: [create()] },
    ends: ['erased'],
  },
  takenAgain: {
    title: 'an id whose record is over is taken again, by exactly one creation',
    before: [create(), end({ state: 'handled' })],
    callers: {
      one: [create({}, afterRetention), set({ tier: '"1"' }, afterRetention)],
      two: [create({ data: { name: '"2"' } }, afterRetention)],
    },
    faults: 2,
    ends: ['active'],
  },
  removal: {
    title: 'the sweeper removes a record that is over',
    before: [create(), end({ state: 'handled' })],
    callers: { sweeper: [sweep(afterRetention)] },
    faults: 0,
    after: [sweep(afterRetention)],
    ends: ['nothing'],
  },
  removalAndCreation: {
    title: 'the removal of a record that comes again does not remove the conversation that has its id now',
    before: [create(), end({ state: 'handled' })],
    callers: {
      sweeper: [sweep(atRetention)],
      other: [create({}, atRetention), set({ tier: '"1"' }, atRetention)],
    },
    ends: ['active'],
  },
  overRetention: {
    title: 'nothing is written to a record whose time is over, though the sweeper has not come yet',
    before: [create(), end({ state: 'wrapup' })],
    callers: {
      one: [patch({ queueId: 'support' }, beforeRetention), patch({ queueId: 'sales' }, atRetention)],
      two: [contactData({ tier: '"1"' }, beforeRetention), contactData({ tier: '"2"' }, atRetention)],
      agent: [end({ state: 'handled' }, atRetention)],
    },
    after: [sweep(atRetention)],
    ends: ['nothing'],
  },
  noteAndCreation: {
    title:
      'a sweeper that notes the removal of a data key once more does not touch the conversation that has the id now',
    before: [create(), erase()],
    callers: { sweeper: [keyRemovedAt(afterErasure)], other: [create({}, afterErasure)] },
    ends: ['active'],
  },
  removalAndPuttingOff: {
    title: 'a sweeper that puts off what another one has removed makes nothing of it',
    before: [create(), end({ state: 'handled' })],
    callers: { one: [sweep(atRetention)], two: [putOffAt(atRetention)] },
    ends: ['nothing', 'handled'],
  },
  contactData: {
    title: 'contactData races with the end of the wrap-up and with itself, and loses nothing',
    before: [create(), end({ state: 'wrapup' })],
    callers: {
      one: [contactData({ tier: '"one"' })],
      two: [contactData({ tier: '"two"' })],
      agent: [end({ state: 'handled' })],
    },
    ...swept(),
  },
  contactDataRemoved: {
    title: 'what is removed from the saved data and written again, by two at once, is counted as it is',
    before: [create(), set({ tier: '"1"' }), end({ state: 'wrapup' })],
    callers: {
      one: [contactData({ tier: null })],
      two: [contactData({ tier: '"two"' }), contactData({ tier: null })],
      agent: [end({ state: 'handled' })],
    },
    ...swept(),
  },
  contactDataAndCreation: {
    title: 'contactData at the end of the retention does not reach the conversation that takes the id',
    // The first one forgets the old operation ids: where there are any, their conditions fail too. The second leaves nothing
    // that the third replaces, which would hold it to the revision. No answer is lost here: the record goes with its operation
    // ids, so nothing could tell any more that the write took effect.
    before: [
      create(),
      end({ state: 'handled' }),
      contactData({ tier: '"0"' }, beforeRetention),
      contactData({ tier: null }, beforeRetention),
    ],
    callers: { one: [contactData({ tier: '"1"' }, beforeRetention)], other: [create({}, atRetention)] },
    fates: ['doubled'],
    ends: ['active'],
  },
  contactDataEarly: {
    title: 'contactData is refused while the conversation is active, and for names off the list',
    before: [create()],
    callers: {
      one: [contactData({ tier: '"one"' }), contactData({ other: '"one"' })],
      agent: [end({ state: 'wrapup' })],
      other: [patch(customer({ tier: '"1"' }))],
    },
    fates: notDoubled,
    ...swept(),
  },
} as const satisfies Record<string, Scenario>;
