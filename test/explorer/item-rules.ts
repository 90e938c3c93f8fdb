import type { Conversation, Envelope, Execution } from '#domain/conversation.ts';
import { describeFoundBy } from '#domain/found-by.ts';
import { shortenId } from '#domain/hashes.ts';
import { limits } from '#domain/limits.ts';
import { omitUndefined } from '#domain/omit-undefined.ts';
import { recountBytes } from '#domain/size.ts';
import type { End } from '#domain/update.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { makeSearchKeys, makeValueKeys } from '#dynamodb/search-keys.ts';
import { canonical } from './canonical.ts';
import { isSettings, storedIn } from './model.ts';
import { sealedFor } from './open-vault.ts';
import { idKey, leases, searchable, settings } from './step.ts';
import { Violation } from './violation.ts';

/** Attributes of an item that tell callers nothing. */
const housekeeping =
  /^(?:o\/.*|ids|idStamps|operations|due|dueShard|revision|internalId|erasedKey|timeToLive|lastWrite)$/;

/** What `lambdas/sweep.ts` puts off, and a minute. */
const toleratedSeconds = 660;

const contents = new WeakMap<Item, string>();

/** What of an item callers can notice. */
export function contentText(item: Item | undefined): string {
  if (!item) return '';
  const known = contents.get(item);
  if (known !== undefined) return known;
  const told = Object.entries(item).filter(([name]) => !housekeeping.test(name));
  // The revision of settings is their version.
  const text = canonical(Object.fromEntries(isSettings(item) ? [...told, ['revision', item.revision]] : told));
  contents.set(item, text);
  return text;
}

const checked = new WeakSet<Item>();

/** What must hold of every item at every moment, whoever wrote it. @throws Violation */
export function checkItem(item: Item | undefined): void {
  if (!item || checked.has(item)) return;
  const broken = brokenRule(item);
  if (broken !== undefined) throw new Violation(`${broken}: ${canonical(item)}`);
  checked.add(item);
}

function brokenRule(item: Item): string | undefined {
  if (isSettings(item)) return undefined;
  const conversation = storedIn(item);
  if (!conversation) {
    const stray = Object.keys(item).find(
      (name) => !/^(?:pk|expires|timeToLive|o\/.*|erasedKey|due|dueShard)$/.test(name),
    );
    if (stray !== undefined) return `An erased conversation keeps ${stray}`;
    if ('erasedKey' in item && !('due' in item && 'dueShard' in item)) return 'No sweep will find the data key';
    if (item.expires === undefined) return 'An item is neither a conversation nor an erased one';
    return wrongTimeToLive(item, 'erasedKey' in item);
  }
  if (!('due' in item && 'dueShard' in item)) return 'No sweep will find the conversation';
  if (conversation.ending) return lateFinish(item);
  return (
    brokenCounter(conversation, item) ??
    brokenIndex(conversation, item) ??
    brokenErasure(conversation, item) ??
    wrongTimeToLive(item, conversation.internalId !== undefined)
  );
}

/** DynamoDB removes what has expired, but nothing that still knows of a data key. */
function wrongTimeToLive({ expires, timeToLive }: Item, knowsKey: boolean): string | undefined {
  if (timeToLive === (knowsKey ? undefined : expires)) return undefined;
  return `DynamoDB would remove it at ${timeToLive}, which expires at ${expires}${knowsKey ? ' and knows of a data key' : ''}`;
}

/** The counters are upper bounds, and keep the limits. */
function brokenCounter(conversation: Conversation, item: Item): string | undefined {
  const bytes = recountBytes(conversation);
  if (conversation.bytes < bytes)
    return `The byte counter is ${conversation.bytes}, less than the ${bytes} bytes there`;
  if (bytes > limits.conversationBytes) return `The conversation has ${bytes} bytes, more than its limit`;
  for (const [execution, { writes, securedWrites, count }] of conversation.executions) {
    const names = writes.length + securedWrites.length;
    if (count < names) return `Execution ${execution} counts ${count} of ${names} pending names`;
    if (names > limits.pendingNames) return `Execution ${execution} has ${names} pending names, over its limit`;
  }
  const { size } = conversation.operations;
  if (Number(item.operations) < size) return `Operation ids are miscounted: ${item.operations} of ${size}`;
  if (size > limits.maxOperations) return `There are ${size} operation ids, more than the limit`;
  if (conversation.executions.size > limits.executions) return 'More executions than the limit have pending writes';
  return Number(item.participants) === conversation.participants.length ? undefined : 'Participants are miscounted';
}

/** Nothing in the item is out of its readers' sight. */
function brokenIndex(conversation: Conversation, item: Item): string | undefined {
  const { participants, executions } = conversation;
  const listed = item.executions instanceof Set ? [...item.executions].sort().join() : '';
  if (listed !== [...executions.keys()].sort().join()) return `The set of executions is "${listed}"`;
  for (const name of Object.keys(item)) {
    const [letter = '', key = ''] = name.split('/');
    const isStray =
      ('avl'.includes(letter) && letter.length === 1 && !participants.some(({ id }) => shortenId(id) === key)) ||
      (['w', 'x', 'n', 't'].includes(letter) && !executions.has(key));
    if (isStray) return `${name} belongs to nobody`;
  }
  const envelopes = [...conversation.secured.values(), ...[...executions.values()].flatMap(envelopesOf)];
  const foreign = envelopes.find((envelope) => sealedFor(envelope) !== conversation.internalId);
  if (foreign) return `A value was sealed for ${sealedFor(foreign)}, not for ${conversation.internalId}`;
  return brokenSearch(conversation, item) ?? lateDue(conversation);
}

/** It is in the indexes of what is live, and by all that it is found by, exactly as long as it is live; by a value that is kept after that, too. */
function brokenSearch(conversation: Conversation, item: Item): string | undefined {
  const keys = Object.entries(item).filter(([name]) => /^(?:liveShard|find\d|value\d|place\d)$/.test(name));
  const place = { pk: String(item.pk), idKey };
  const names = conversation.state === 'active' ? searchable : (conversation.searchable ?? []);
  const values = omitUndefined(makeValueKeys(place, describeFoundBy(conversation, names)));
  const expected = { ...makeSearchKeys(place, conversation), ...values };
  if (canonical(Object.fromEntries(keys)) === canonical(expected)) return undefined;
  return `It is found by ${canonical(Object.fromEntries(keys))}, not by ${canonical(expected)}`;
}

function envelopesOf({ securedWrites }: Execution): readonly Envelope[] {
  return securedWrites.flatMap(({ value }) => value ?? []);
}

/** The sweeper looks no later than something must happen, but for what it puts off and for clocks that differ. */
function lateDue(conversation: Conversation): string | undefined {
  const { state, due, lastWrite, endTime = 0, expires = Infinity, executions, internalId } = conversation;
  // An end that comes late is due when it is decided.
  const written = Math.max(...[...conversation.operations.values()].map(({ at }) => at));
  const forgets = (conversation.savedUntil ?? []).map(([, until]) => Math.max(until, written));
  const leaseEnds = [...executions.values()].map(({ since }) => since / 1000 + leases.pendingSeconds);
  const own =
    state === 'active'
      ? Math.min(lastWrite / 1000 + leases.activeSeconds, ...leaseEnds)
      : state === 'wrapup'
        ? Math.min(endTime / 1000 + leases.wrapupSeconds, expires)
        : // What knows of no data key DynamoDB removes, within two days.
          expires + (internalId === undefined ? 2 * 24 * 60 * 60 : 0);
  const latest = Math.min(own, ...forgets);
  return due > latest + toleratedSeconds
    ? `It is ${state} and due ${Math.round(due - latest)} seconds too late`
    : undefined;
}

/** What an end has left in the item is due at once. */
function lateFinish({ due, ending }: Item): string | undefined {
  const decided = Math.floor((ending as End).operation.at / 1000);
  return Number(due) <= decided
    ? undefined
    : `Its end is not finished, and due ${Number(due) - decided} seconds too late`;
}

/** After `handled` and `abandoned` nothing is left but the record and what the saved list names. */
function brokenErasure({ state, saved, operations }: Conversation, item: Item): string | undefined {
  if (state !== 'handled' && state !== 'abandoned') return undefined;
  const record =
    /^(?:pk|id|type|state|queueId|startTime|lastWrite|endTime|expires|timeToLive|internalId|channelId|securedVersion|wrapupCode|wrapupNotes|version|revision|bytes|due|dueShard|dayShard|started|participants|operations|saved|savedNames|savedUntil|searchable|value1|place1|ids|idStamps|o\/.*)$/;
  const stray = Object.keys(item).find((name) => !record.test(name));
  if (stray !== undefined) return `A conversation that is ${state} keeps ${stray}`;
  const telling = [...operations.values()].find(({ fingerprint }) => !['', '*'].includes(fingerprint));
  if (telling) return `A conversation that is ${state} keeps the fingerprint of a request`;
  const unlisted = [...(saved?.keys() ?? [])].find((name) => !settings.savedAttributes.includes(name));
  return unlisted === undefined ? undefined : `A conversation that is ${state} keeps the value of ${unlisted}`;
}

/** What is erased is in the journal, so that a restore can't bring it back. @throws Violation */
export function checkJournal(items: ReadonlyMap<string, Item>): void {
  for (const [place, { pk, state }] of items) {
    if (!place.startsWith('conversations/') || state !== undefined) continue;
    const isEntered = [...items.keys()].some((entry) => entry.startsWith(`erasures/${pk}/`));
    if (!isEntered) throw new Violation('A conversation is erased, and not in the journal');
  }
}

/** A data key is kept only where somebody knows that it is to be removed. @throws Violation */
export function checkKeys(items: ReadonlyMap<string, Item>): void {
  const rows = [...items];
  for (const [place, row] of rows) {
    if (!place.startsWith('dataKeys/') || row.shredded === true) continue;
    const owned = rows.some(([, item]) => [item.erasedKey, 'id' in item && item.internalId].includes(row.internalId));
    if (!owned) throw new Violation(`Nobody will remove the data key ${row.internalId}`);
  }
}
