import type { State } from '#domain/conversation.ts';
import type { CountedUpdate } from '#domain/counters.ts';
import { toSeconds } from '#domain/due.ts';
import { limits } from '#domain/limits.ts';
import { type Changes, listTouchedParticipants, type VersionMatch } from '#domain/update.ts';
import type { Expression } from '#dynamodb/expression.ts';
import { names } from '#dynamodb/names.ts';

/** Puts into the condition what `checkRequirements` checks of a conversation that was read, the limits, and the operation id. */
export function requireAll(expression: Expression, update: CountedUpdate): void {
  const { require, changes, operation, revision } = update;
  const is = (name: string, operator: string, value: unknown) =>
    expression.require(`${expression.name(name)}${operator}${expression.value(value)}`);
  const exists = (name: string) => expression.require(`attribute_exists(${expression.name(name)})`);
  const absent = (name: string) => expression.require(`attribute_not_exists(${expression.name(name)})`);
  const isOneOf = (name: string, values: readonly unknown[]) =>
    expression.require(isIn(expression, expression.name(name), values));
  const matches = (name: string, { oneOf }: VersionMatch) => isOneOf(name, oneOf);

  if (require.states) isOneOf('state', require.states);
  else exists('state');
  // What is written to a conversation whose end is decided would go with what the end takes away.
  expression.require(`attribute_not_exists(${expression.name(names.ending)})`);
  if (!isActiveOnly(require.states)) {
    // Only a blind write can find it so: any other has read that the retention is not over, and nothing shortens it.
    const expires = expression.name(names.expires);
    expression.require(`(attribute_not_exists(${expires}) OR ${expires}>${expression.value(toSeconds(operation.at))})`);
  }
  if (revision !== undefined) {
    expression.require(`${expression.name(names.revision)}[0]=${expression.value(revision)}`);
  } else absent(names.operation(operation.key));
  if (require.takesAttributes) is('type', '<>', 'email');
  const participants = new Set([...(require.participants ?? []), ...listTouchedParticipants(changes)]);
  for (const participant of participants) exists(names.participantVersion(participant));
  // Not of those whom only pending writes touch: they were present when that was set.
  const named = [...(require.participants ?? []), ...(require.participantVersions ?? []).map((one) => one.participant)];
  for (const participant of new Set(named)) absent(names.participantEnd(participant));
  if (require.firstCustomer !== undefined) {
    const first = expression.name(names.participant(require.firstCustomer));
    expression.require(`${first}.${expression.name('position')}=${expression.value(0)}`);
    expression.require(`${first}.${expression.name('purpose')}=${expression.value('customer')}`);
  }
  for (const match of require.version ?? []) matches('version', match);
  for (const match of require.participantVersions ?? []) matches(names.participantVersion(match.participant), match);
  if (require.executionRevision) {
    const { execution, revision: newest } = require.executionRevision;
    const name = names.executionRevision(execution);
    if (newest === undefined) absent(name);
    else is(name, '=', newest);
  }
  for (const { oneOf } of require.securedVersion ?? []) {
    // There is no version while there never were any secured attributes.
    const version = expression.name(names.securedVersion);
    if (oneOf.includes(0))
      expression.require(`(attribute_not_exists(${version}) OR ${isIn(expression, version, oneOf)})`);
    else expression.require(isIn(expression, version, oneOf));
  }
  if (require.lastWrite !== undefined) {
    const lastWrite = expression.name(names.lastWrite);
    const same = `${lastWrite}=${expression.value(require.lastWrite)}`;
    expression.require(`(attribute_not_exists(${lastWrite}) OR ${same})`);
  }
  if (require.internalId !== undefined) is(names.internalId, '=', require.internalId);
  if (require.queue) {
    const { id } = require.queue;
    if (id === undefined) expression.require(`attribute_not_exists(${expression.name('queueId')})`);
    else is('queueId', '=', id);
  }
  if (require.notBot !== undefined) absent(names.bot(require.notBot));
  if (require.ownExecution) {
    const owner = expression.name(names.executionOwner(require.ownExecution.execution));
    const isOwn = `${owner}=${expression.value(require.ownExecution.client)}`;
    expression.require(`(attribute_not_exists(${owner}) OR ${isOwn})`);
  }
  if (require.participantCount !== undefined) is(names.participants, '=', require.participantCount);
  // A key may have been used again since: then it is not the old one that would be forgotten.
  for (const { key, revision: seen, hasResult } of update.forget) {
    expression.require(`${expression.name(names.operation(key))}[${hasResult ? 2 : 1}]=${expression.value(seen)}`);
  }
  // How the conversation ends says its own, outside of those that are counted.
  if (changes.end) return;
  // Whatever comes at once: one for which there is no room has read the conversation then, and forgets some.
  const count = expression.name(names.operationCount);
  const most = limits.mostOperations - 1 + update.forget.length;
  expression.require(`(attribute_not_exists(${count}) OR ${count}<=${expression.value(most)})`);
  const { addBytes = 0 } = update.counters;
  if (addBytes > 0) is('bytes', '<=', limits.conversationBytes - addBytes);
  if (changes.pend) requireRoomForPending(expression, changes.pend, update.counters.addPending);
}

/** The condition that something is one of some values. */
export function isIn(expression: Expression, placeholder: string, values: readonly unknown[]): string {
  // Where no version was named that could be current, -1 stands for it.
  const placeholders = (values.length > 0 ? values : [-1]).map((value) => expression.value(value));
  return `${placeholder} IN (${placeholders.join(',')})`;
}

/** An active conversation does not expire. */
function isActiveOnly(states: readonly State[] = []): boolean {
  return states.length === 1 && states[0] === 'active';
}

function requireRoomForPending(expression: Expression, pend: NonNullable<Changes['pend']>, added?: number): void {
  const executions = expression.name(names.executions);
  const known = `contains(${executions},${expression.value(pend.execution)})`;
  const room = `attribute_not_exists(${executions}) OR size(${executions})<${expression.value(limits.executions)}`;
  expression.require(`(${known} OR ${room})`);
  if (added === undefined) return;
  const count = expression.name(names.executionCount(pend.execution));
  const most = expression.value(limits.pendingNames - added);
  expression.require(`(attribute_not_exists(${count}) OR ${count}<=${most})`);
}
