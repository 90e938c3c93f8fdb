import type { CountedUpdate } from '#domain/counters.ts';
import {
  type Changes,
  listTouchedParticipants,
  type Pend,
  raisesSecuredVersion,
  raisesVersion,
  type Settle,
} from '#domain/update.ts';
import { encodeEnd, encodeParticipant, lookups, operationEntry } from '#dynamodb/encode.ts';
import type { Expression } from '#dynamodb/expression.ts';
import { names } from '#dynamodb/names.ts';

/** Puts the changes of an update into the expression, with what every write leaves: its operation id and a revision. */
export function changeAll(expression: Expression, update: CountedUpdate): void {
  const { operation, changes, counters, result, forget } = update;
  const revision = expression.name(names.revision);
  const stamp = operationEntry(Math.floor(operation.at / 1000), operation.fingerprint, result);
  expression.set(`${revision}[0]`, `${revision}[0]+${expression.value(1)}`);
  if (changes.due !== undefined) expression.set(expression.name(names.due), expression.value(changes.due));
  if (changes.end) {
    // Readers make the rest of it, and whoever replaces the item.
    expression.set(expression.name(names.ending), expression.value(encodeEnd(changes.end)));
    return;
  }
  // The revision is a list, so that the store itself writes it into other attributes (list_append).
  expression.set(
    expression.name(names.operation(operation.key)),
    `list_append(${expression.value(stamp)},${revision})`,
  );
  for (const { key } of forget) expression.remove(names.operation(key));
  if (forget.length !== 1) expression.add(names.operationCount, 1 - forget.length);
  if (prolongs(update)) expression.set(expression.name(names.lastWrite), expression.value(operation.at));
  if (raisesVersion(changes)) expression.add('version', 1);
  for (const participant of listTouchedParticipants(changes)) expression.add(names.participantVersion(participant), 1);
  if (changes.queueId === null) expression.remove('queueId');
  else if (changes.queueId !== undefined) {
    expression.set(expression.name('queueId'), expression.value(changes.queueId));
  }
  const { code, notes } = changes.wrapup ?? {};
  if (code !== undefined) expression.set(expression.name('wrapupCode'), expression.value(code));
  if (notes !== undefined) expression.set(expression.name('wrapupNotes'), expression.value(notes));
  changeAttributes(expression, changes);
  for (const [name, value] of changes.saved ?? []) {
    const place = [names.saved, names.savedName(name)] as const;
    if (value === null) expression.remove(...place);
    else expression.set(place.map((part) => expression.name(part)).join('.'), expression.value(value));
  }
  if (raisesSecuredVersion(changes)) expression.add(names.securedVersion, 1);
  for (const [name, value] of changes.secured ?? []) {
    if (value === null) expression.remove(names.secured(name));
    else expression.set(expression.name(names.secured(name)), expression.value(value));
  }
  if (changes.internalId !== undefined) {
    const internalId = expression.name(names.internalId);
    expression.set(internalId, `if_not_exists(${internalId},${expression.value(changes.internalId)})`);
  }
  if (changes.keyRemoved) {
    expression.remove(names.internalId);
    expression.set(expression.name(names.timeToLive), expression.name(names.expires));
  }
  if (changes.bot !== undefined) expression.set(expression.name(names.bot(changes.bot)), expression.value(true));
  if (changes.claim) {
    const { execution, client } = changes.claim;
    expression.set(expression.name(names.executionOwner(execution)), expression.value(client));
  }
  if (changes.join) join(expression, changes.join, update.require.participantCount ?? 0);
  if (changes.leave) {
    const end = expression.name(names.participantEnd(changes.leave.participant));
    expression.set(end, expression.value(changes.leave.at));
  }
  if (changes.settle) settle(expression, changes.settle);
  if (changes.pend) pend(expression, changes.pend, counters);
  if (counters.bytes !== undefined) expression.set(expression.name('bytes'), expression.value(counters.bytes));
  else if (counters.addBytes) expression.add('bytes', counters.addBytes);
}

/** Whether a write prolongs the time that the conversation may be active: then it is one that active ones take. */
function prolongs({ isUpkeep, require }: CountedUpdate): boolean {
  return !isUpkeep && (require.states?.includes('active') ?? true);
}

function changeAttributes(expression: Expression, { attributes = [] }: Changes): void {
  for (const change of attributes) {
    for (const [name, value] of change.attributes) {
      const attribute = names.attribute(change.owner, name);
      if (value === null) expression.remove(attribute);
      else expression.set(expression.name(attribute), expression.value(value));
    }
  }
}

function join(expression: Expression, participant: NonNullable<Changes['join']>, position: number): void {
  const { id, version, attributes } = participant;
  const who = encodeParticipant(participant, position);
  expression.set(expression.name(names.participant(id)), expression.value(who));
  expression.set(expression.name(names.participantVersion(id)), expression.value(version));
  expression.add(names.participants, 1);
  for (const [name, added] of Object.entries(lookups({ participants: [participant] }))) expression.add(name, added);
  changeAttributes(expression, { attributes: [{ owner: id, attributes }] });
}

function pend(expression: Expression, pending: Pend, counters: CountedUpdate['counters']): void {
  const { execution, at, writes, secured } = pending;
  const revision = expression.name(names.revision);
  const entry = (name: string, value: unknown) =>
    expression.set(expression.name(name), `list_append(${expression.value([value])},${revision})`);
  for (const [name, value] of writes?.attributes ?? []) entry(names.pending(execution, writes?.owner, name), value);
  for (const [name, value] of secured ?? []) entry(names.pendingSecured(execution, name), value);
  const newest = expression.name(names.executionRevision(execution));
  expression.set(newest, `${revision}[0]+${expression.value(1)}`);
  const since = expression.name(names.executionSince(execution));
  expression.set(since, `if_not_exists(${since},${expression.value(at)})`);
  expression.add(names.executions, new Set([execution]));
  const count = names.executionCount(execution);
  if (counters.pending !== undefined) expression.set(expression.name(count), expression.value(counters.pending));
  else expression.add(count, counters.addPending ?? 0);
}

function settle(expression: Expression, { execution, writes, securedWrites }: Settle): void {
  for (const { owner, name } of writes) expression.remove(names.pending(execution, owner, name));
  for (const { name } of securedWrites) expression.remove(names.pendingSecured(execution, name));
  expression.remove(names.executionRevision(execution));
  expression.remove(names.executionCount(execution));
  expression.remove(names.executionSince(execution));
  expression.delete(names.executions, new Set([execution]));
}
