import { flush, set } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { create, end, join, leave, patch } from '../steps.ts';
import { customer, notDoubled, swept } from './common.ts';

const ofData = { owner: null };

/** So many writes that a next one forgets operation ids, in a write of its own. */
const many = (count: number) => Array.from({ length: count }, () => patch({ data: { a: null } }));

/** Writes at the limits of low-limits.ts, and operation ids that have had their time. */
export const limiting = {
  bytes: {
    title: 'writes at once never pass the limit of bytes together, and one that has room is not refused',
    before: [create({ data: { a: '"12345"' } })],
    callers: {
      one: [patch({ data: { b: '"1234"' } })],
      two: [patch(customer({ a: '"1234"' }))],
      flow: [set({ c: '"1"' }), flush()],
    },
    fates: notDoubled,
    ...swept(),
  },
  lateData: {
    title: 'an end whose data does not fit what others write meanwhile changes nothing, and is in the way of nobody',
    before: [create({ data: { a: '"12345"' } })],
    callers: {
      agent: [end({ state: 'wrapup', data: { tier: '"1"' } })],
      // The read, the write of the whole, the write that decides the end: one comes before each of the two.
      flow: [set({ c: '"1"' })],
      one: [patch({ data: { b: '"1234"' } }), patch({ data: { b: null } })],
    },
    // Only two operation ids are kept here, see below.
    faults: 0,
    ...swept(),
  },
  lateDataOfTwo: {
    title: 'of two ends the one whose data does not fit is not in the way of the other',
    before: [create({ data: { a: '"12345"' } })],
    callers: {
      agent: [end({ state: 'wrapup', data: { tier: '"1"' } })],
      flow: [set({ c: '"1"' }), set({ c: '"2"' })],
      one: [patch({ data: { b: '"1234"' } }), end({ state: 'handled' })],
    },
    // Only two operation ids are kept here, see below.
    faults: 0,
    ends: ['handled'],
  },
  recount: {
    title: 'a value that is set again and again does not fill the conversation, also beside other writes',
    before: [create(), patch({ data: { a: '"12345"' } }), patch({ data: { a: '"54321"' } })],
    callers: {
      one: [patch({ data: { a: '"67890"' } })],
      two: [patch({ data: { b: '"1"' } })],
      three: [patch({ data: { a: '""' } })],
    },
    fates: notDoubled,
    ...swept(),
  },
  pendingInPlace: {
    title: 'a full conversation takes pending values in the place of others, and what a flush leaves is not miscounted',
    before: [create({ data: { a: '"1234567890123456"' } })],
    callers: {
      one: [set({ a: '"abcdefghijklmnop"' }, { ...ofData, execution: 'one' }), flush({ execution: 'one' })],
      two: [
        set({ a: '"ABCDEFGHIJKLMNOP"' }, { ...ofData, execution: 'two' }),
        flush({ ...ofData, execution: 'two', attributes: { a: null } }),
      ],
      other: [patch({ data: { b: '"1"' } })],
    },
    // Only two operation ids are kept here: what comes again after more writes is taken for new.
    faults: 0,
    ...swept(),
  },
  pendingNames: {
    title: 'sets at once never pass the limit of pending names together, and a name that is set again counts once',
    before: [create(), set({ a: '1' })],
    callers: { one: [set({ b: '1' })], two: [set({ c: '1' })], three: [set({ a: '2' })] },
    fates: notDoubled,
    ...swept(),
  },
  executions: {
    title: 'executions that begin at once never pass their limit together, and one that is flushed makes room',
    before: [create(), set({ a: '1' }, { execution: 'one' })],
    callers: {
      two: [set({ a: '2' }, { execution: 'two' })],
      three: [set({ a: '3' }, { execution: 'three' })],
      one: [flush({ execution: 'one' })],
    },
    fates: notDoubled,
    ...swept(),
  },
  participants: {
    title: 'participants who join at once never pass their limit together',
    before: [create(), join('agent')],
    callers: { one: [join('agent')], two: [join('agent')], agent: [end({ state: 'wrapup' })] },
    ...swept(),
  },
  leavers: {
    title: 'who has left makes room for who is present, and counts among all who were ever there',
    before: [create(), join('agent'), join('agent')],
    callers: { one: [leave('agent-1')], two: [join('agent'), join('agent')], three: [join('agent')] },
    fates: notDoubled,
    ...swept(),
  },
  manyOperations: {
    title: 'a request is applied once while its operation id is among the newest, however many are forgotten',
    before: [create(), ...many(32)],
    callers: { one: [patch({ data: { a: '5' } })], two: [patch({ data: { a: '6' } })] },
    ...swept(),
  },
} as const satisfies Record<string, Scenario>;
