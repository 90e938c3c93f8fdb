import { flush, get, set } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { minutes } from '../step.ts';
import { create, end, erase, join, patch } from '../steps.ts';
import { customer, notDoubled, swept } from './common.ts';

const sameSet = set({ tier: '"same"' });
const sameFlush = flush();

/** Sets, gets and flushes of flow executions. */
export const flows = {
  twoFlushes: {
    title: 'a set and two flushes at once apply every batch once',
    before: [create(), set({ tier: '"1"' })],
    callers: { flow: [set({ tier: '"2"', name: '"N"' }), get()], one: [flush()], two: [flush()] },
    ...swept(),
  },
  twoClients: {
    title:
      'an execution belongs to the client that first wrote in it, for which another neither sets, gets nor flushes',
    before: [create()],
    callers: {
      one: [set({ tier: '"1"' }), flush()],
      two: [set({ tier: '"2"' }, { client: 'other' }), get({ client: 'other' }), flush({ client: 'other' })],
    },
    ...swept(),
  },
  lastBatchOfTwo: {
    title: 'of two clients whose flushes race only one has the execution, though neither has set anything',
    before: [create()],
    callers: {
      one: [flush({ attributes: { tier: '"1"' } })],
      two: [flush({ attributes: { tier: '"2"' }, client: 'other' })],
    },
    ...swept(),
  },
  sayingBot: {
    title: 'a flush and a get in which an execution first says that it is a bot keep that',
    before: [create()],
    callers: {
      one: [get({ isBot: true }), flush({ isBot: true, execution: 'chat' })],
      flow: [set({ tier: '"1"' }), flush()],
    },
    ...swept(),
  },
  setTwice: {
    title: 'a set that comes twice under one key applies once, whatever is flushed in between',
    before: [create()],
    callers: { first: [sameSet, flush()], again: [sameSet], agent: [patch(customer({ tier: '"agent"' }))] },
    ...swept(),
  },
  flushTwice: {
    title: 'a flush that comes again never brings back what somebody has overwritten since',
    before: [create(), set({ tier: '"flow"', name: null })],
    callers: { first: [sameFlush], again: [sameFlush], agent: [patch(customer({ tier: '"agent"', name: '"A"' }))] },
    faults: 2,
    ...swept(),
  },
  setsInOrder: {
    title: 'of several sets of one name the last one wins',
    before: [create()],
    callers: { flow: [set({ tier: '"1"' }), set({ tier: '"2"' }), get(), flush()], worker: [flush()] },
    faults: 2,
    ...swept(),
  },
  lastBatch: {
    title: 'a flush with a last batch applies it after all that was set before',
    before: [create()],
    callers: { worker: [flush({ attributes: { tier: '"last"' } })], flow: [set({ tier: '"set"' })] },
    faults: 2,
    ...swept(),
  },
  lastBatchTwice: {
    title: 'a last batch that comes twice applies once',
    before: [create()],
    callers: {
      worker: [flush({ attributes: { tier: '"last"' } })],
      agent: [patch(customer({ tier: '"agent"' }))],
    },
    faults: 2,
    ...swept(),
  },
  lastBatchAndEnd: {
    title: 'a last batch that races with the end is refused or takes part',
    before: [create()],
    callers: { worker: [flush({ attributes: { tier: '"last"' } })], agent: [end({ state: 'wrapup' })] },
    faults: 2,
    ...swept(),
  },
  twoExecutions: {
    title: 'two executions that set one name apply it in the order of their sets, whatever their clocks say',
    before: [create(), set({ tier: '"0"' }, { execution: 'one' })],
    callers: {
      one: [set({ tier: '"1"' }, { execution: 'one' }), flush({ execution: 'one' })],
      two: [set({ tier: '"2"' }, { execution: 'two', after: minutes(-5) }), get({ execution: 'two' })],
      agent: [end({ state: 'wrapup' })],
    },
    ...swept(),
  },
  setAndEnd: {
    title: 'a set that races with the end is refused or takes part',
    before: [create(), set({ tier: '"0"' })],
    callers: { flow: [set({ tier: '"1"' }), flush()], agent: [end({ state: 'handled', data: { tier: '"data"' } })] },
    faults: 2,
    ...swept(),
  },
  setAndAbandon: {
    title: 'a set that races with the abandonment is refused or erased',
    before: [create()],
    callers: {
      flow: [set({ tier: '"1"' }, { owner: null }), get({ owner: null })],
      agent: [end({ state: 'abandoned' })],
    },
    faults: 2,
    after: [],
    ends: ['abandoned'],
  },
  setAndErase: {
    title: 'a set that races with the erasure is refused or erased',
    before: [create(), set({ tier: '"0"' })],
    callers: { flow: [set({ tier: '"1"' }), flush()], owner: [erase()] },
    faults: 2,
    ends: ['erased'],
  },
  setAndJoin: {
    title: 'a set on a participant who joins at the same time is refused or applied to that participant',
    before: [create()],
    callers: { agent: [join('agent')], flow: [set({ tier: '"1"' }, { owner: 'agent-1' }), flush()] },
    fates: notDoubled,
    faults: 2,
    ...swept(),
  },
  aliasAndJoin: {
    title: 'a set or a last batch by an alias goes to whom it means at that moment, though somebody joins',
    before: [create({ participants: [{ id: 'caller', purpose: 'customer', attributes: {} }] })],
    callers: {
      flow: [set({ tier: '"1"' }, { owner: 'customer' })],
      worker: [flush({ owner: 'customer', attributes: { name: '"N"' } })],
      customer: [join('customer', {}, 'customer')],
    },
    faults: 0,
    ...swept(),
  },
  notToldOldItem: {
    title: 'a store that tells no old item with a failed condition keeps the same promises',
    before: [create(), set({ tier: '"0"' })],
    callers: { flow: [set({ tier: '"1"' })], worker: [flush()], agent: [end({ state: 'handled' })] },
    tellsNoOldItem: true,
    ...swept(),
  },
  email: {
    title: 'a channel that takes no attributes refuses sets, last batches and patches',
    before: [create({ type: 'email' })],
    callers: {
      flow: [set({ tier: '"1"' }), flush(), flush({ attributes: { tier: '"1"' } })],
      agent: [patch(customer({ tier: '"1"' })), patch({ data: { tier: '"1"' } }), join('agent', { tier: '"1"' })],
    },
    ...swept(),
  },
} as const satisfies Record<string, Scenario>;
