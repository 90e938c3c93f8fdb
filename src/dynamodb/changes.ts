import type { CountedUpdate } from '#domain/counters.ts';
import {
  type Changes,
  listTouchedParticipants,
  type Pend,
  raisesSecuredVersion,
  raisesVersion,
  type Settle,
} from '#domain/update.ts';
import { encodeEnd, encodeLookups, encodeOperation, encodeParticipant, encodeWriter } from '#dynamodb/encode-item.ts';
import type { Expression } from '#dynamodb/expression.ts';
import { names } from '#dynamodb/names.ts';
import { type ItemPlace, makeFindKeys, makeLiveKey, makeValueKeys } from '#dynamodb/search-keys.ts';

/**
 * Puts the changes of an update into the expression, as `applyChanges` makes them to a conversation in memory, with
 * what every write leaves: its operation id and a revision.
 */
export function encodeChanges(expression: Expression, update: CountedUpdate, place: ItemPlace): void {
  const { operation, changes, counters, result, forget } = update;
  const revision = expression.addName(names.revision);
  const stamp = encodeOperation(Math.floor(operation.at / 1000), operation.fingerprint, result);
  expression.set(`${revision}[0]`, `${revision}[0]+${expression.addValue(1)}`);
  if (operation.by) expression.set(expression.addName(names.writer), expression.addValue(encodeWriter(operation.by)));
  if (changes.due !== undefined) expression.set(expression.addName(names.due), expression.addValue(changes.due));
  if (changes.end) {
    // Readers derive the rest from it, and so does the write that replaces the item.
    expression.set(expression.addName(names.ending), expression.addValue(encodeEnd(changes.end)));
    return;
  }
  // The revision is a list, so that the store itself writes it into other attributes (list_append).
  expression.set(
    expression.addName(names.operation(operation.key)),
    `list_append(${expression.addValue(stamp)},${revision})`,
  );
  for (const { key } of forget) expression.remove(names.operation(key));
  if (forget.length !== 1) expression.add(names.operationCount, 1 - forget.length);
  if (prolongsActiveTime(update))
    expression.set(expression.addName(names.lastWrite), expression.addValue(operation.at));
  if (raisesVersion(changes)) expression.add('version', 1);
  for (const participant of listTouchedParticipants(changes)) expression.add(names.participantVersion(participant), 1);
  if (changes.queueId === null) expression.remove('queueId');
  else if (changes.queueId !== undefined) {
    expression.set(expression.addName('queueId'), expression.addValue(changes.queueId));
  }
  encodeSearchKeys(expression, changes, place);
  const { code, notes } = changes.wrapup ?? {};
  if (code !== undefined) expression.set(expression.addName('wrapupCode'), expression.addValue(code));
  if (notes !== undefined) expression.set(expression.addName('wrapupNotes'), expression.addValue(notes));
  encodeAttributeChanges(expression, changes);
  for (const [name, value] of changes.saved ?? []) {
    const place = [names.saved, names.savedName(name)] as const;
    if (value === null) expression.remove(...place);
    else expression.set(place.map((part) => expression.addName(part)).join('.'), expression.addValue(value));
  }
  if (raisesSecuredVersion(changes)) expression.add(names.securedVersion, 1);
  for (const [name, value] of changes.secured ?? []) {
    if (value === null) expression.remove(names.secured(name));
    else expression.set(expression.addName(names.secured(name)), expression.addValue(value));
  }
  if (changes.internalId !== undefined) {
    const internalId = expression.addName(names.internalId);
    expression.set(internalId, `if_not_exists(${internalId},${expression.addValue(changes.internalId)})`);
  }
  if (changes.keyRemoved) {
    expression.remove(names.internalId);
    expression.set(expression.addName(names.timeToLive), expression.addName(names.expires));
  }
  if (changes.bot !== undefined) expression.set(expression.addName(names.bot(changes.bot)), expression.addValue(true));
  if (changes.claim) {
    const { execution, client } = changes.claim;
    expression.set(expression.addName(names.executionOwner(execution)), expression.addValue(client));
  }
  if (changes.join) encodeJoin(expression, changes.join, update.require.participantCount ?? 0);
  if (changes.leave) {
    const end = expression.addName(names.participantEnd(changes.leave.participant));
    expression.set(end, expression.addValue(changes.leave.at));
  }
  if (changes.settle) encodeSettle(expression, changes.settle);
  if (changes.pend) encodePend(expression, changes.pend, counters);
  if (counters.bytes !== undefined) expression.set(expression.addName('bytes'), expression.addValue(counters.bytes));
  else if (counters.addBytes) expression.add('bytes', counters.addBytes);
}

/**
 * Whether a write prolongs the time that the conversation may be active: a caller asked for it, and active
 * conversations take it.
 */
function prolongsActiveTime({ isUpkeep, require }: CountedUpdate): boolean {
  return !isUpkeep && (require.states?.includes('active') ?? true);
}

/** Only live conversations change their call queue, get participants and are listed; of those that are over a saved value may change. */
function encodeSearchKeys(
  expression: Expression,
  { queueId, list, lookups, foundBy }: Changes,
  place: ItemPlace,
): void {
  const isMoved = queueId !== undefined || list !== undefined;
  const keys = {
    ...(isMoved && makeLiveKey(place, queueId ?? list?.queueId)),
    ...(lookups && makeFindKeys(place, lookups)),
    ...(foundBy && makeValueKeys(place, foundBy)),
  };
  for (const [name, key] of Object.entries(keys)) {
    if (key === undefined) expression.remove(name);
    else expression.set(expression.addName(name), expression.addValue(key));
  }
}

function encodeAttributeChanges(expression: Expression, { attributes = [] }: Changes): void {
  for (const change of attributes) {
    for (const [name, value] of change.attributes) {
      const attribute = names.attribute(change.owner, name);
      if (value === null) expression.remove(attribute);
      else expression.set(expression.addName(attribute), expression.addValue(value));
    }
  }
}

function encodeJoin(expression: Expression, participant: NonNullable<Changes['join']>, position: number): void {
  const { id, version, attributes } = participant;
  const who = encodeParticipant(participant, position);
  expression.set(expression.addName(names.participant(id)), expression.addValue(who));
  expression.set(expression.addName(names.participantVersion(id)), expression.addValue(version));
  expression.add(names.participants, 1);
  for (const [name, added] of Object.entries(encodeLookups({ participants: [participant] })))
    expression.add(name, added);
  encodeAttributeChanges(expression, { attributes: [{ owner: id, attributes }] });
}

function encodePend(expression: Expression, pending: Pend, counters: CountedUpdate['counters']): void {
  const { execution, at, writes, secured } = pending;
  const revision = expression.addName(names.revision);
  const entry = (name: string, value: unknown) =>
    expression.set(expression.addName(name), `list_append(${expression.addValue([value])},${revision})`);
  for (const [name, value] of writes?.attributes ?? []) entry(names.pending(execution, writes?.owner, name), value);
  for (const [name, value] of secured ?? []) entry(names.pendingSecured(execution, name), value);
  const newest = expression.addName(names.executionRevision(execution));
  expression.set(newest, `${revision}[0]+${expression.addValue(1)}`);
  const since = expression.addName(names.executionSince(execution));
  expression.set(since, `if_not_exists(${since},${expression.addValue(at)})`);
  expression.add(names.executions, new Set([execution]));
  const count = names.executionCount(execution);
  if (counters.pending !== undefined) expression.set(expression.addName(count), expression.addValue(counters.pending));
  else expression.add(count, counters.addPending ?? 0);
}

function encodeSettle(expression: Expression, { execution, writes, securedWrites }: Settle): void {
  for (const { owner, name } of writes) expression.remove(names.pending(execution, owner, name));
  for (const { name } of securedWrites) expression.remove(names.pendingSecured(execution, name));
  expression.remove(names.executionRevision(execution));
  expression.remove(names.executionCount(execution));
  expression.remove(names.executionSince(execution));
  expression.delete(names.executions, new Set([execution]));
}
