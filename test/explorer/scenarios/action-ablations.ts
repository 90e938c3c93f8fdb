import { type Ablated, finds, requests } from './ablation.ts';
import { flows } from './flows.ts';
import { leaving } from './leaving.ts';
import { patches } from './patches.ts';
import { securing } from './secured.ts';
import { sweeping } from './sweeps.ts';

// Without the sweeps at the end, which would be the first to be mistaken.
const { after: _sweeps, ends: _handled, ...setsInOrder } = flows.setsInOrder;

/** What a write leaves in an item to protect it, and strong reads, each with a sentence that tells what goes wrong without it. */
export const actionAblations: readonly Ablated[] = [
  {
    title: 'a write leaves no operation id, and is told that it failed when its retry comes second',
    action: /^SET o\//,
    scenario: patches.conditional,
    finds: finds.told,
  },
  {
    title: 'a flush leaves its entries, and they come back',
    action: /^REMOVE w\//,
    scenario: flows.flushTwice,
    finds: finds.stray,
  },
  {
    title: 'a flush leaves the mark of its execution, which then counts for ever',
    action: /^REMOVE r\//,
    scenario: flows.setTwice,
    finds: finds.counted,
  },
  {
    title: 'a flush leaves the time of its execution, and the sweeper takes the next batch for an old one',
    action: /^REMOVE t\//,
    scenario: sweeping.newBatch,
    finds: finds.stray,
  },
  {
    title: 'a flush leaves the count of its execution, which fills up',
    action: /^REMOVE n\//,
    scenario: flows.setTwice,
    finds: finds.stray,
  },
  {
    title: 'a flush leaves its execution in the set, which fills up',
    action: /^DELETE executions/,
    scenario: flows.setTwice,
    finds: finds.counted,
  },
  {
    title: 'a set leaves no mark of its execution',
    action: /^SET r\//,
    scenario: flows.twoFlushes,
    finds: finds.stray,
  },
  {
    title: 'a set does not leave whose its execution is',
    action: /^SET c\//,
    scenario: flows.twoClients,
    finds: finds.other,
  },
  {
    title: 'a flush does not leave that its execution is a bot',
    action: /^SET b\//,
    scenario: flows.sayingBot,
    finds: finds.other,
  },
  {
    title: 'a set leaves its time though there is one, and the sweeper takes an old batch for a new one',
    ifNotExists: /^SET t\//,
    scenario: sweeping.sweepAndEnd,
    finds: finds.other,
  },
  { title: 'a set leaves no time', action: /^SET t\//, scenario: sweeping.newBatch, finds: finds.late },
  {
    title: 'a set does not raise the revision, and an end or a flush that did not see it loses it',
    of: requests.set,
    action: /^SET revision/,
    scenario: flows.setAndEnd,
    finds: finds.other,
  },
  {
    title: 'a patch does not raise the revision, and an end that did not see it loses it',
    of: requests.patch,
    action: /^SET revision/,
    scenario: patches.patchAndEnd,
    finds: finds.other,
  },
  {
    title: 'a write does not raise the version',
    action: /^ADD version/,
    scenario: patches.conditional,
    finds: finds.other,
  },
  {
    title: 'a write does not raise the version of its participant',
    action: /^ADD v\//,
    scenario: patches.conditionalParticipant,
    finds: finds.other,
  },
  {
    title: 'a flush does not raise the version of the secured attributes',
    of: requests.flush,
    action: /^ADD securedVersion/,
    scenario: securing.replacement,
    finds: finds.other,
  },
  {
    title: 'a secured value makes a data key that is not announced in the item',
    action: /^SET internalId/,
    scenario: securing.securedAndErase,
    finds: finds.key,
  },
  {
    title: 'a conversation gets another internal id, and what was sealed for the first has no data key',
    ifNotExists: /^SET internalId/,
    scenario: securing.firstSecured,
    finds: finds.sealed,
  },
  {
    title: 'reads are not strong, and a flush does not see an acknowledged set',
    consistentRead: true,
    scenario: setsInOrder,
    finds: finds.untrue,
  },
  {
    title: 'the removal of a data key leaves no note of it, and is done for ever',
    action: /^REMOVE internalId/,
    scenario: securing.securedAndEnd,
    finds: finds.knowsKey,
  },
  {
    title: 'a participant who leaves is not marked, and stays',
    action: /^SET l\//,
    scenario: leaving.leaveAndSet,
    finds: finds.other,
  },
];
