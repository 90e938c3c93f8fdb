import type { Scenario } from '../scenario.ts';
import { patchChannel, putSettings } from '../settings-steps.ts';
import { ifMatch, version } from './common.ts';

const ends: Scenario['ends'] = ['settings'];

/** Administrators who write the same settings at once. */
export const settling = {
  sameVersion: {
    title:
      'of three replacements of settings with the version that all have read one is applied, and the others are told',
    before: [putSettings(['tier'])],
    callers: {
      one: [putSettings(['tier', 'one'], version(1))],
      two: [putSettings(['tier', 'two'], ifMatch(1))],
      three: [putSettings(['tier', 'three'], ifMatch(1))],
    },
    ends,
  },
  first: {
    title: 'of two replacements of settings that nobody has written yet one is the first',
    callers: { one: [putSettings(['one'], version(0))], two: [putSettings(['two'], ifMatch(0))] },
    faults: 2,
    ends,
  },
  goingOn: {
    title:
      'a replacement of settings without a version takes the place of what is there, and one with a version before it is refused',
    before: [putSettings(['tier'])],
    callers: {
      one: [putSettings(['one'], version(1)), putSettings(['one', 'more'], version(2))],
      other: [putSettings(['other'])],
    },
    ends,
  },
  merged: {
    title: 'patches of the type and of the list of a web channel both land, each once',
    callers: {
      type: [patchChannel({ type: 'webchat' })],
      list: [patchChannel({ allowed: ['tier'] }), patchChannel({ allowed: ['order'] })],
    },
    ends,
  },
  mergedByVersion: {
    title: 'of two patches of a web channel with the version that both have read one is applied, and the other is told',
    before: [patchChannel({ type: 'webchat', allowed: ['tier'] })],
    callers: {
      type: [patchChannel({ type: 'webmessaging' }, ifMatch(1))],
      list: [patchChannel({ allowed: ['order'] }, version(1))],
    },
    faults: 2,
    ends,
  },
} as const satisfies Record<string, Scenario>;
