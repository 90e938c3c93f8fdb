import type { Ablation } from '../memory-tables.ts';
import type { Scenario } from '../scenario.ts';

/** A rule that is left out, and the scenario that breaks without it. */
export interface Ablated extends Ablation {
  readonly title: string;
  readonly scenario: Scenario;
  /** What the explorer finds. */
  readonly finds: RegExp;
}

/** A flush keeps the names with its operation id, a patch by an alias whom it meant. */
const keepsList = /SET o\/\S+ = list_append\(\["[^"]+","\[/;

/** Kinds of requests, by what they do to an item. */
export const requests = {
  set: /SET [wx]\//,
  flush: /REMOVE [wx]\//,
  lastBatch: keepsList,
  patch:
    /^UpdateItem \w+ (?!.*(?:SET [wxp]\/|SET saved|list_append\(\["[^"]+","\[)).*(?:SET|REMOVE) (?:[ad]\/|queueId)/,
  aliasedPatch: keepsList,
  join: /SET p\//,
  leave: /SET l\//,
  contactData: /SET saved/,
  secured: /^(?!.*REMOVE x\/).*(?:SET|REMOVE) s\//,
  postponement: /SET due = /,
  tidy: /^UpdateItem \w+ (?:SET ids = |REMOVE (?:o\/|ids))/,
};

/** Kinds of conditions. */
export const conditions = {
  state: /^state IN /,
  operationId: /^attribute_not_exists\(o\//,
  participant: /^attribute_exists\(v\//,
  present: /^attribute_not_exists\(l\//,
  operationCount: /attribute_not_exists\(operations\)/,
  revision: /^revision\[0\] = /,
  ownExecution: /^\(?attribute_not_exists\(c\//,
  participantCount: /^participants = /,
};

/** What the explorer tells of an ablation, in the first line. */
export const finds = {
  wrote: / wrote, although the rules say /,
  broken: / answers 500: ValidationException/,
  twice: / took effect twice/,
  told: / is told .*, although it took effect/,
  stray: / belongs to nobody/,
  other: / wrote something else than the rules say/,
  counted: /The set of executions is|Participants are miscounted|The byte counter is|Execution ivr counts/,
  ids: /Operation ids are miscounted/,
  late: / seconds too late/,
  index: /It is found by /,
  untrue: / answers ".*", but /,
  notAllowed: / did what no rule allows/,
  neither: /An item is neither/,
  unfinished: /but not finished/,
  key: /Nobody will remove the data key/,
  sealed: /A value was sealed for /,
  knowsKey: /knows of a data key|handled and due \d+ seconds too late/,
  limit: /over its limit|more than (?:its|the) limit|More executions than the limit/,
};
