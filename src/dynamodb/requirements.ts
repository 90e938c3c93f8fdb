import { typesWithoutAttributes } from '#domain/channel-types.ts';
import type { State } from '#domain/conversation.ts';
import type { CountedUpdate } from '#domain/counters.ts';
import { numberId } from '#domain/ids.ts';
import { limits } from '#domain/limits.ts';
import { toSeconds } from '#domain/time.ts';
import { type Changes, listTouchedParticipants, type VersionMatch } from '#domain/update.ts';
import { compactKey } from '#dynamodb/compact-ids.ts';
import type { Expression } from '#dynamodb/expression.ts';
import { names } from '#dynamodb/names.ts';

/**
 * Puts into the condition what a write needs: its `Requirements`, in their order, as `checkRequirements` checks them of a
 * conversation that was read; then what every write needs, and the limits.
 */
export function encodeRequirements(expression: Expression, update: CountedUpdate): void {
  const { require, changes } = update;
  const is = (name: string, operator: string, value: unknown) =>
    expression.require(`${expression.addName(name)}${operator}${expression.addValue(value)}`);
  const exists = (name: string) => expression.require(`attribute_exists(${expression.addName(name)})`);
  const absent = (name: string) => expression.require(`attribute_not_exists(${expression.addName(name)})`);
  const isOneOf = (name: string, values: readonly unknown[]) =>
    expression.require(encodeIsIn(expression, expression.addName(name), values));
  const matches = (name: string, { oneOf }: VersionMatch) => isOneOf(name, oneOf);

  if (require.ownExecution) {
    const owner = expression.addName(names.executionOwner(require.ownExecution.execution));
    const isOwn = `${owner}=${expression.addValue(require.ownExecution.client)}`;
    expression.require(`(attribute_not_exists(${owner}) OR ${isOwn})`);
  }
  for (const type of require.takesAttributes ? typesWithoutAttributes : []) is('type', '<>', type);
  if (require.notBot !== undefined) absent(names.bot(require.notBot));
  const participants = new Set([...(require.participants ?? []), ...listTouchedParticipants(changes)]);
  for (const participant of participants) exists(names.participantVersion(participant));
  // A participant that only pending writes touch may have left: it was present when they were set.
  const named = [...(require.participants ?? []), ...(require.participantVersions ?? []).map((one) => one.participant)];
  for (const participant of new Set(named)) absent(names.participantEnd(participant));
  if (require.states) isOneOf('state', require.states);
  else exists('state');
  for (const match of require.version ?? []) matches('version', match);
  for (const { oneOf } of require.securedVersion ?? []) {
    // An item without secured attributes has no version of them: it counts as 0.
    const version = expression.addName(names.securedVersion);
    if (oneOf.includes(0))
      expression.require(`(attribute_not_exists(${version}) OR ${encodeIsIn(expression, version, oneOf)})`);
    else expression.require(encodeIsIn(expression, version, oneOf));
  }
  for (const match of require.participantVersions ?? []) matches(names.participantVersion(match.participant), match);
  for (const { owner, attributes } of [...(require.expected ?? []), ...(require.values ?? [])]) {
    for (const [name, value] of attributes) {
      if (value === undefined) absent(names.attribute(owner, name));
      else is(names.attribute(owner, name), '=', value);
    }
  }
  for (const name of require.savedNames ?? []) {
    expression.require(`contains(${expression.addName('savedNames')},${expression.addValue(name)})`);
  }
  if (require.queue) {
    const { id } = require.queue;
    if (id === undefined) absent('queueId');
    else is('queueId', '=', id);
  }
  if (require.executionRevision) {
    const { execution, revision: newest } = require.executionRevision;
    const name = names.executionRevision(execution);
    if (newest === undefined) absent(name);
    else is(name, '=', newest);
  }
  if (require.participantCount !== undefined) is(names.participants, '=', require.participantCount);
  if (require.firstCustomer !== undefined) {
    const first = expression.addName(names.participant(require.firstCustomer));
    expression.require(`${first}.${expression.addName('position')}=${expression.addValue(0)}`);
    expression.require(`${first}.${expression.addName('purpose')}=${expression.addValue('customer')}`);
  }
  if (require.numbered !== undefined) {
    const isThere = (purpose: string) => {
      const first = expression.addName(names.participant(numberId(purpose, 1)));
      return `${first}.${expression.addName('purpose')}=${expression.addValue(purpose)}`;
    };
    const count = expression.addName(names.participants);
    const areBoth = `(${count}=${expression.addValue(2)} AND ${isThere('agent')})`;
    expression.require(isThere('customer'));
    expression.require(require.numbered === 'agent' ? areBoth : `(${count}=${expression.addValue(1)} OR ${areBoth})`);
  }
  if (require.internalId !== undefined) is(names.internalId, '=', require.internalId);
  if (require.lastWrite !== undefined) {
    const lastWrite = expression.addName(names.lastWrite);
    const same = `${lastWrite}=${expression.addValue(require.lastWrite)}`;
    expression.require(`(attribute_not_exists(${lastWrite}) OR ${same})`);
  }
  encodeCommonRequirements(expression, update);
  // An end is not counted: it is kept apart from the operation ids and from the content.
  if (!changes.end) encodeLimits(expression, update);
}

/** What every write needs: a conversation that has not ended meanwhile or expired, and an operation that is new to it. */
function encodeCommonRequirements(
  expression: Expression,
  { require, operation, revision, forget }: CountedUpdate,
): void {
  // Once an end is decided, what another write adds would be removed with what the end removes.
  expression.require(`attribute_not_exists(${expression.addName(names.ending)})`);
  if (!isActiveOnly(require.states)) {
    // Only a blind write needs this: any other has read that the retention is not over, and nothing shortens it.
    const expires = expression.addName(names.expires);
    const now = expression.addValue(toSeconds(operation.at));
    expression.require(`(attribute_not_exists(${expires}) OR ${expires}>${now})`);
  }
  if (revision !== undefined) {
    expression.require(`${expression.addName(names.revision)}[0]=${expression.addValue(revision)}`);
  } else {
    expression.require(`attribute_not_exists(${expression.addName(names.operation(operation.key))})`);
    const key = compactKey(operation.key);
    if (key) expression.require(`NOT contains(${expression.addName(names.ids)},${expression.addValue(key)})`);
  }
  // A key may have been used again since: then forgetting it would forget the newer operation.
  for (const { key, revision: seen, hasResult } of forget) {
    const entry = expression.addName(names.operation(key));
    expression.require(`${entry}[${hasResult ? 2 : 1}]=${expression.addValue(seen)}`);
  }
}

/** The limits that a write must keep: operation ids, bytes, flow executions and pending names. */
function encodeLimits(expression: Expression, { changes, counters, forget }: CountedUpdate): void {
  // Many writes may come at once. One that finds no room reads the conversation, and forgets some operation ids.
  const count = expression.addName(names.operationCount);
  const most = limits.maxOperations - 1 + forget.length;
  expression.require(`(attribute_not_exists(${count}) OR ${count}<=${expression.addValue(most)})`);
  const { addBytes = 0 } = counters;
  if (addBytes > 0) {
    const room = expression.addValue(limits.conversationBytes - addBytes);
    expression.require(`${expression.addName('bytes')}<=${room}`);
  }
  if (changes.pend) encodeRoomForPending(expression, changes.pend, counters.addPending);
}

/** The condition that something is one of some values. */
export function encodeIsIn(expression: Expression, placeholder: string, values: readonly unknown[]): string {
  // If no version was named that could be current, -1 matches none.
  const placeholders = (values.length > 0 ? values : [-1]).map((value) => expression.addValue(value));
  return `${placeholder} IN (${placeholders.join(',')})`;
}

/** An active conversation does not expire. */
function isActiveOnly(states: readonly State[] = []): boolean {
  return states.length === 1 && states[0] === 'active';
}

function encodeRoomForPending(expression: Expression, pend: NonNullable<Changes['pend']>, added?: number): void {
  const executions = expression.addName(names.executions);
  const known = `contains(${executions},${expression.addValue(pend.execution)})`;
  const room = `attribute_not_exists(${executions}) OR size(${executions})<${expression.addValue(limits.executions)}`;
  expression.require(`(${known} OR ${room})`);
  if (added === undefined) return;
  const count = expression.addName(names.executionCount(pend.execution));
  const most = expression.addValue(limits.pendingNames - added);
  expression.require(`(attribute_not_exists(${count}) OR ${count}<=${most})`);
}
