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
  {
    title: 'a write does not check that there is room for its operation id',
    condition: conditions.operationCount,
    scenario: limiting.manyOperations,
    finds: finds.limit,
  },
  {
    title: 'a write does not count its operation id',
    action: /^ADD operations/,
    scenario: limiting.manyOperations,
    finds: finds.ids,
  },
  {
    title: 'a write forgets operation ids without looking whether they are there',
    condition: /^o\/\S+ = /,
    scenario: limiting.manyOperations,
    finds: finds.ids,
  },
  {
    title: 'many operation ids are forgotten by writes of their own without looking whether they are there',
    of: requests.tidy,
    condition: /^o\/\S+ = /,
    scenario: limiting.manyOperations,
    finds: finds.ids,
  },
  { title: 'a write does not count its bytes', action: /^ADD bytes/, scenario: limiting.bytes, finds: finds.counted },
  {
    title: 'a recount does not check that nothing was written since',
    condition: conditions.revision,
    scenario: limiting.recount,
    finds: finds.counted,
  },
  {
    title:
      'an end that does not take effect is withdrawn without looking whether anything was written since, and another one with it',
    of: /REMOVE ending/,
    condition: conditions.revision,
    scenario: limiting.lateDataOfTwo,
    finds: finds.wrote,
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
];
