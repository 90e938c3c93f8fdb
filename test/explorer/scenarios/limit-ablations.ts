import { type Ablated, conditions, finds, requests } from './ablation.ts';
import { limiting } from './limits.ts';

/** The rules of the limits, and of operation ids that have had their time: they need the limits of low-limits.ts. */
export const limitAblations: readonly Ablated[] = [
  {
    title: 'a write does not check that there is room',
    condition: /^bytes <= /,
    scenario: limiting.bytes,
    finds: finds.limit,
  },
  { title: 'a write does not count its bytes', action: /^ADD bytes/, scenario: limiting.bytes, finds: finds.counted },
  {
    title: 'a recount does not check that nothing was written since',
    condition: conditions.revision,
    scenario: limiting.recount,
    finds: finds.counted,
  },
  {
    title: 'a set does not check how many names are pending',
    condition: /n\/ivr <= /,
    scenario: limiting.pendingNames,
    finds: finds.limit,
  },
  {
    title: 'a set does not count its names',
    action: /^ADD n\//,
    scenario: limiting.pendingNames,
    finds: finds.counted,
  },
  {
    title: 'a set does not check how many executions there are',
    condition: /size\(/,
    scenario: limiting.executions,
    finds: finds.limit,
  },
  {
    title: 'a set does not count its execution',
    action: /^ADD executions/,
    scenario: limiting.executions,
    finds: finds.counted,
  },
  {
    title: 'a join does not check how many there are',
    condition: /^participants = /,
    scenario: limiting.participants,
    finds: finds.counted,
  },
  {
    title: 'a write forgets an operation id without looking whether it is the old one',
    of: requests.flush,
    condition: /^o\//,
    scenario: limiting.reusedKey,
    finds: finds.twice,
  },
  {
    title: 'many operation ids are forgotten without looking whether they are the old ones',
    of: /^UpdateItem \w+ REMOVE o\//,
    condition: conditions.revision,
    scenario: limiting.reusedKeyForgotten,
    finds: finds.twice,
  },
];
