import { type Ablated, conditions, finds, requests } from './ablation.ts';
import { ending } from './ends.ts';
import { lives } from './lives.ts';
import { securing } from './secured.ts';
import { sweeping } from './sweeps.ts';
import { values } from './values.ts';

/** Conditions that hold a write to one life of an id, and to what is left of it: creation, removal, erasure, data key. */
export const lifeAblations: readonly Ablated[] = [
  {
    title: 'contactData does not check the state, and is written to the active conversation that has the id now',
    of: requests.contactData,
    condition: conditions.state,
    scenario: lives.contactDataAndCreation,
    finds: finds.broken,
  },
  {
    title:
      'contactData does not look whether its names are on the list still, and brings back what the sweeper has removed',
    of: requests.contactData,
    condition: /^contains\(savedNames/,
    scenario: sweeping.retentionByName,
    finds: finds.wrote,
  },
  {
    title: 'a write does not check that there is a conversation, and a sweep writes to an erased one',
    of: requests.postponement,
    condition: /^attribute_exists\(state\)|^state IN |^participants = /,
    scenario: sweeping.lookAndErase,
    finds: finds.broken,
  },
  {
    title: 'a sweep does not check the call queue, and lists a conversation under the one that it has left',
    of: requests.postponement,
    condition: /^(?:queueId = |attribute_not_exists\(queueId\))/,
    scenario: sweeping.sweepAndMove,
    finds: finds.index,
  },
  {
    title: 'a sweep does not check how many participants there are, and one is not found by the address that joined',
    of: requests.postponement,
    condition: conditions.participantCount,
    scenario: sweeping.sweepAndJoin,
    finds: finds.index,
  },
  {
    title: 'a move leaves the conversation under the call queue that it was in',
    action: /^SET liveShard/,
    scenario: sweeping.sweepAndMove,
    finds: finds.index,
  },
  {
    title: 'a join does not say what the conversation is found by',
    of: requests.join,
    action: /^SET find/,
    scenario: sweeping.sweepAndJoin,
    finds: finds.index,
  },
  {
    title:
      'a patch of a searchable name does not check the values that others have, and leaves the conversation found by another one',
    of: /(?:SET|REMOVE) value1/,
    condition: /[ad]\/(?:\w+\/)?found/,
    scenario: values.twoOwners,
    finds: finds.index,
  },
  {
    title: 'a write without room for what it depends on does not check that nothing was written since it read',
    of: /(?:SET|REMOVE) value1/,
    condition: conditions.revision,
    scenario: values.beside,
    finds: finds.index,
  },
  {
    title: 'a flush does not say by what value the conversation is found',
    of: requests.flush,
    action: /^SET (?:value|place)1/,
    scenario: values.flushAndPatch,
    finds: finds.index,
  },
  {
    title: 'a value that is removed from what is kept still leads to the conversation',
    action: /^REMOVE (?:value|place)1/,
    scenario: values.contactData,
    finds: finds.index,
  },
  {
    title: 'an erasure does not check that there is a conversation, and a second one is told that it did it',
    of: /^PutItem/,
    condition: /^attribute_exists\(state\)/,
    scenario: lives.twoErasures,
    finds: finds.untrue,
  },
  {
    title: 'an erasure does not look for the data key, and one that was made meanwhile stays',
    of: /^PutItem/,
    condition: /^attribute_not_exists\(internalId\)/,
    scenario: securing.securedAndErase,
    finds: finds.key,
  },
  {
    title: 'a write does not look whether an end is decided',
    condition: /^attribute_not_exists\(ending\)/,
    scenario: ending.lateSet,
    finds: finds.untrue,
  },
  {
    title: 'a write that may come in wrap-up does not look whether an end is decided, and keeps it from being finished',
    of: requests.contactData,
    condition: /^attribute_not_exists\(ending\)/,
    scenario: ending.wrapupEnds,
    finds: finds.unfinished,
  },
  {
    title: 'an end that is decided leaves no word of it',
    action: /^SET ending/,
    scenario: ending.lateSet,
    finds: finds.untrue,
  },
  {
    title: 'an end is decided without checking the state',
    of: /SET ending/,
    condition: conditions.state,
    scenario: ending.finishedByAnEnd,
    finds: finds.wrote,
  },
  {
    title: 'the sweeper decides an end without looking who wrote last',
    of: /SET ending/,
    condition: /lastWrite/,
    scenario: sweeping.inUseAgain,
    finds: finds.notAllowed,
  },
  {
    title: 'a write does not leave its time, and the sweeper takes the conversation for one that is left alone',
    action: /^SET lastWrite/,
    scenario: sweeping.inUseAgain,
    finds: /as the time of the last write, not/,
  },
  {
    title: 'an end that is decided is not due, and stays as it is where its caller is gone',
    of: /SET ending/,
    action: /^SET due/,
    scenario: ending.lateSet,
    finds: finds.late,
  },
  {
    title: 'a removal does not check the start, and removes the conversation that has the id now',
    of: /^DeleteItem/,
    condition: /^startTime = /,
    scenario: lives.removalAndCreation,
    finds: finds.notAllowed,
  },
  {
    title: 'a creation does not check that its id is free',
    condition: /attribute_not_exists\(pk\)/,
    scenario: lives.twoCreations,
    finds: finds.wrote,
  },
  {
    title: 'a putting off does not check that something is due, and makes an item of nothing',
    condition: /^attribute_exists\(due\)/,
    scenario: lives.removalAndPuttingOff,
    finds: finds.neither,
  },
  {
    title: 'the note that a data key is removed does not check that it was due, and reaches a new conversation',
    condition: /^attribute_exists\(erasedKey\)/,
    scenario: lives.noteAndCreation,
    finds: finds.broken,
  },
  {
    title: 'a secured value is written without looking for whom it was sealed',
    condition: /^internalId = /,
    scenario: securing.nextLife,
    finds: finds.sealed,
  },
  {
    title: 'a data key is made where one was removed',
    of: /dataKeys/,
    condition: /./,
    scenario: securing.securedAndEnd,
    finds: finds.key,
  },
  {
    title: 'the removal of a data key does not check that there is a conversation, and writes to an erased one',
    of: /REMOVE internalId/,
    condition: /^attribute_exists\(state\)|^state IN /,
    scenario: securing.endAndErase,
    finds: finds.broken,
  },
  {
    title: 'an internal id is announced without checking the state, in a conversation that is erased',
    of: /SET internalId/,
    condition: conditions.state,
    scenario: securing.securedAndErase,
    finds: finds.broken,
  },
  {
    title: 'a patch does not check the retention, and is written to a record that is over',
    of: requests.patch,
    condition: /expires/,
    scenario: lives.overRetention,
    finds: finds.wrote,
  },
];
