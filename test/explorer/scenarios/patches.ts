import { flush, get, set } from '../flow-steps.ts';
import type { Scenario } from '../scenario.ts';
import { create, end, join, patch } from '../steps.ts';
import { byAlias, customer, ifMatch, notDoubled, swept, version } from './common.ts';

const samePatch = patch({ data: { tier: '"same"' } });
const sameConditional = patch({ data: { tier: '"1"' }, version: ifMatch(1) });

/** Patches of agents and back-office systems, and participants who join. */
export const patches = {
  conditional: {
    title: 'of conditional patches that race exactly one succeeds, and its retry is not told 412',
    before: [create()],
    callers: {
      one: [sameConditional],
      again: [sameConditional],
      two: [patch({ data: { name: '"2"' }, version: version(1) })],
    },
    faults: 2,
    ...swept(),
  },
  conditionalParticipant: {
    title: 'a version of a participant is current until anybody changes the participant, by a flush too',
    before: [create(), set({ tier: '"flow"' })],
    callers: {
      one: [patch(customer({ tier: '"1"' }, version(1)))],
      two: [patch({ ...customer({ name: '"2"' }, ifMatch(1)), liveOnly: true })],
      flow: [flush()],
    },
    ...swept(),
  },
  differentNames: {
    title: 'patches and flushes of different names at once never erase each other',
    before: [create(), set({ three: '"3"' })],
    callers: {
      one: [patch(customer({ one: '"1"' }))],
      two: [patch({ data: { two: '"2"' } })],
      flow: [flush()],
    },
    faults: 2,
    ...swept(),
  },
  patchTwice: {
    title: 'a blind patch that comes twice applies once, whoever writes in between',
    before: [create()],
    callers: { first: [samePatch], again: [samePatch], other: [patch({ data: { tier: null } })] },
    faults: 2,
    ...swept(),
  },
  mergedObject: {
    title: 'merge patches of one object at once lose nothing, whoever replaces it in between',
    before: [create({ data: { form: '{"a":1,"b":{"c":1}}' } })],
    callers: {
      one: [patch({ data: { form: '{"a":null,"b":{"d":2}}' }, mergesObjects: true })],
      two: [patch({ data: { form: '{"b":{"c":3}}', tier: '"1"' }, mergesObjects: true })],
      other: [patch({ data: { form: '{}' } })],
    },
    ...swept(),
  },
  mergedAnew: {
    title: 'merge patches at once of a value that is not there yet lose nothing',
    before: [create()],
    callers: {
      one: [patch({ ...customer({ form: '{"a":1}' }), mergesObjects: true })],
      two: [patch({ ...customer({ form: '{"b":2}' }), mergesObjects: true })],
    },
    faults: 2,
    ...swept(),
  },
  mergedAtTheEnd: {
    title: 'a merge patch that comes with the end is merged with what is there at the end',
    before: [create()],
    callers: {
      agent: [end({ state: 'wrapup', data: { tier: '{"c":1}' }, mergesObjects: true })],
      other: [patch({ data: { tier: '{"a":1}' } }), patch({ data: { tier: '{"a":2}' } })],
    },
    ...swept(),
  },
  expected: {
    title: 'of patches that expect the same value and race exactly one succeeds, and its retry is not told otherwise',
    before: [create({ data: { tier: '"silver"' } })],
    callers: {
      one: [patch({ data: { tier: '"1"' }, expected: { tier: '"silver"', note: null } })],
      two: [patch({ data: { tier: '"2"' }, expected: { tier: '"silver"' } })],
      other: [patch({ data: { name: '"3"' } })],
    },
    faults: 2,
    ...swept(),
  },
  expectedNothing: {
    title: 'a patch of a participant that expects nothing under a name makes it once, whatever a flow flushes',
    before: [create(), set({ tier: '"flow"' })],
    callers: {
      one: [
        patch({ participants: [{ participant: 'caller', attributes: { tier: '"1"' }, expected: { tier: null } }] }),
      ],
      flow: [flush()],
    },
    ...swept(),
  },
  expectedInOtherWords: {
    title: 'a patch whose expectation says what is there in other words is applied to that, and to nothing else',
    before: [create({ data: { tier: '{"a":1,"b":1.10}' } })],
    callers: {
      one: [patch({ data: { tier: '"1"' }, expected: { tier: '{"b":1.1,"a":1}' } })],
      two: [patch({ data: { tier: '{"b":1.10,"a":2}' } }), patch({ data: { tier: '{"a":1.0,"b":1.1}' } })],
    },
    ...swept(),
  },
  expectedAtTheEnd: {
    title: 'an end that expects a value ends only what has it',
    before: [create({ data: { tier: '"silver"' } })],
    callers: {
      agent: [end({ state: 'wrapup', expected: { tier: '"silver"' } })],
      other: [patch({ data: { name: '"1"' } }), patch({ data: { tier: '"2"' } })],
    },
    ...swept(),
  },
  severalAtOnce: {
    title: 'a patch of several participants is seen whole or not at all',
    before: [create(), join('agent')],
    callers: {
      one: [
        patch({
          participants: [
            { participant: 'caller', attributes: { tier: '"1"' }, version: version(1) },
            { participant: 'agent-1', attributes: { tier: '"1"' } },
          ],
        }),
      ],
      two: [patch({ participants: [{ participant: 'agent-1', attributes: { tier: '"2"' }, version: version(1) }] })],
      flow: [get(), get({ owner: 'agent-1' })],
    },
    ...swept(),
  },
  conditionalEnd: {
    title: 'an end under a precondition ends only what it names',
    before: [create()],
    callers: {
      agent: [end({ state: 'wrapup', version: ifMatch(1) })],
      other: [patch({ data: { tier: '"1"' } })],
    },
    faults: 2,
    ...swept(),
  },
  patchAndEnd: {
    title: 'from wrap-up on only the call queue and the wrap-up change, and nothing from handled on',
    before: [create()],
    callers: {
      agent: [end({ state: 'wrapup', wrapup: { code: 'done' } }), end({ state: 'handled' })],
      one: [patch({ queueId: 'support', wrapup: { notes: 'notes' } })],
      two: [patch(customer({ tier: '"1"' }))],
    },
    ...swept(),
  },
  move: {
    title:
      'from wrap-up on a move leaves no call queue to which its caller has no right, whoever moves and ends meanwhile',
    before: [create(), patch({ queueId: 'sales' })],
    callers: {
      one: [patch({ queueId: 'mine', rights: ['sales', 'mine'] })],
      two: [patch({ queueId: 'secret' }), patch({ queueId: null })],
      agent: [end({ state: 'wrapup' })],
    },
    ...swept(),
  },
  moveWithTheEnd: {
    title: 'a move that comes with the end of a wrap-up leaves no call queue to which its caller has no right',
    before: [create(), patch({ queueId: 'sales' }), end({ state: 'wrapup' })],
    callers: {
      one: [end({ state: 'handled', queueId: 'mine', rights: ['sales', 'mine'] })],
      two: [patch({ queueId: 'secret' })],
    },
    ...swept(),
  },
  alias: {
    title: 'a patch by an alias reaches the only participant of this purpose',
    before: [create({ participants: [{ id: 'caller', purpose: 'customer', attributes: {} }] })],
    callers: { one: [patch(byAlias({ tier: '"1"' }))], two: [patch(byAlias({ tier: '"2"' }, version(1)))] },
    faults: 2,
    ...swept(),
  },
  aliasAndJoin: {
    title: 'a patch by an alias goes to whom it means at that moment, though somebody joins',
    before: [create({ participants: [{ id: 'caller', purpose: 'customer', attributes: {} }] })],
    callers: { one: [patch(byAlias({ tier: '"1"' }))], two: [join('customer', {}, 'customer')] },
    ...swept(),
  },
  twoJoin: {
    title: 'participants who join at once are all there, each once and under an id of its own',
    before: [create()],
    callers: { one: [join('agent', { tier: '"1"' })], two: [join('agent')], three: [join('agent', {}, 'agent-2')] },
    fates: notDoubled,
    ...swept(),
  },
  patchAndJoin: {
    title: 'a patch of a participant who joins at the same time is refused or applied to that participant',
    before: [create()],
    callers: {
      one: [join('agent')],
      two: [patch({ participants: [{ participant: 'agent-1', attributes: { tier: '"1"' } }] })],
    },
    fates: notDoubled,
    faults: 2,
    ...swept(),
  },
  joinAndWrapUp: {
    title: 'a join that races with the end is refused or takes part',
    before: [create()],
    callers: { one: [join('agent', { tier: '"1"' })], agent: [end({ state: 'wrapup' })] },
    faults: 2,
    ...swept(),
  },
  joinAndHandled: {
    title: 'a join that comes again when the conversation is handled is told who joined',
    before: [create()],
    callers: { one: [join('agent', { tier: '"1"' })], agent: [end({ state: 'handled' })] },
    faults: 2,
    ...swept(),
  },
} as const satisfies Record<string, Scenario>;
