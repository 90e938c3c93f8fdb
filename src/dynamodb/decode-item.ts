import type { Attributes } from '#domain/attributes.ts';
import type {
  Conversation,
  Envelope,
  Execution,
  Participant,
  PendingSecured,
  PendingWrite,
  Wrapup,
} from '#domain/conversation.ts';
import { applyEnd, checkRoom } from '#domain/end.ts';
import type { JsonText } from '#domain/json.ts';
import type { AppliedOperation, AppliedOperations, Writer } from '#domain/operation-ids.ts';
import type { End } from '#domain/update.ts';
import { decodeCompact } from '#dynamodb/compact-ids.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { names } from '#dynamodb/names.ts';

/** The attributes of an item by the letter of their names (see `names`), under the rest of the name. */
type Rows = ReadonlyMap<string, readonly (readonly [key: string, value: unknown])[]>;

/**
 * The conversation in an item, or undefined for the tombstone of an erased one. One whose end is decided has ended,
 * though its item does not show it yet, unless the data that came with the end does not fit.
 */
export function decodeConversation(item: Item): Conversation | undefined {
  if (item.state === undefined) return undefined;
  const conversation = decodeStored(item);
  if (item[names.ending] === undefined) return conversation;
  const end = decodeEnd(item[names.ending] as Item);
  if (checkRoom(conversation, end)) return { ...conversation, ending: 'void' };
  // The write that decided it came after the revision that it found.
  const before = { ...conversation, revision: conversation.revision - 1 };
  return { ...applyEnd(before, end), ending: 'decided' };
}

function decodeEnd({ [names.saved]: data, ...end }: Item): End {
  return { ...(end as unknown as End), ...(data !== undefined && { data: decodeNamed<JsonText | null>(data) }) };
}

function decodeStored(item: Item): Conversation {
  const { id, type, state, queueId, externalId, startTime, version, bytes, due } = item as unknown as Conversation;
  const { endTime, expires, lastWrite = startTime } = item as unknown as Conversation;
  const { savedNames, savedUntil, savedBy, searchable } = item as unknown as Conversation;
  const wrapup = decodeWrapup(item);
  const { channelId, madeBy, internalId, securedVersion = 0 } = item as unknown as Partial<Conversation>;
  const rows = groupByLetter(item);
  const stored = decodeParticipants(rows);
  return {
    id,
    type,
    state,
    ...(queueId !== undefined && { queueId }),
    ...(externalId !== undefined && { externalId }),
    ...(channelId !== undefined && { channelId }),
    ...(madeBy !== undefined && { madeBy }),
    startTime,
    lastWrite,
    ...(endTime !== undefined && { endTime }),
    ...(wrapup !== undefined && { wrapup }),
    ...(expires !== undefined && { expires }),
    ...(savedNames !== undefined && { savedNames }),
    ...(savedUntil !== undefined && { savedUntil }),
    ...(savedBy !== undefined && { savedBy }),
    ...(searchable !== undefined && { searchable }),
    ...(item[names.saved] !== undefined && { saved: decodeSaved(item) }),
    version,
    bytes,
    due,
    data: new Map(rowsOf<JsonText>(rows, 'd')),
    secured: new Map(rowsOf<Envelope>(rows, 's')),
    securedVersion,
    ...(internalId !== undefined && { internalId }),
    bots: new Set(rowsOf(rows, 'b').map(([execution]) => execution)),
    owners: new Map(rowsOf<string>(rows, 'c')),
    participants: [...stored.values()],
    executions: decodeExecutions(rows, stored),
    ...(item[names.writer] !== undefined && { writer: decodeWriter(item[names.writer] as readonly string[]) }),
    ...decodeOperations(item, rows),
  };
}

function decodeWriter([operation = '', client, execution]: readonly string[]): Writer {
  return { operation, ...(client && { client }), ...(execution && { execution }) };
}

/**
 * The part of an item by which repeated deliveries are recognised; one that was written without operation ids is at
 * revision 0.
 */
export function decodeOperations(item: Item, rows: Rows = groupByLetter(item)): AppliedOperations {
  const [revision = 0] = (item[names.revision] ?? []) as readonly number[];
  const loose = rowsOf<Entry>(rows, 'o').map(([key, entry]) => [key, decodeOperation(entry)] as const);
  return { revision, operations: new Map([...decodeCompact(item), ...loose]) };
}

/** The wrap-up of an item, or of its entry in the index by day. */
export function decodeWrapup({ wrapupCode, wrapupNotes }: Item): Wrapup | undefined {
  if (wrapupCode === undefined && wrapupNotes === undefined) return undefined;
  return {
    ...(wrapupCode !== undefined && { code: String(wrapupCode) }),
    ...(wrapupNotes !== undefined && { notes: String(wrapupNotes) }),
  };
}

/** The saved map of an item, or of its entry in the index by day. */
export function decodeSaved(item: Item): Attributes {
  return decodeNamed<JsonText>(item[names.saved] ?? {});
}

function decodeNamed<Value extends JsonText | null>(values: unknown): ReadonlyMap<string, Value> {
  return new Map(Object.entries(values as Item).map(([name, value]) => [name.slice(2), value as Value]));
}

function groupByLetter(item: Item): Rows {
  const rows = new Map<string, [string, unknown][]>();
  for (const [name, value] of Object.entries(item)) {
    if (name[1] !== '/') continue;
    const letter = name.slice(0, 1);
    const there = rows.get(letter);
    if (there) there.push([name.slice(2), value]);
    else rows.set(letter, [[name.slice(2), value]]);
  }
  return rows;
}

function rowsOf<Value>(rows: Rows, letter: string): readonly (readonly [key: string, value: Value])[] {
  return (rows.get(letter) ?? []) as readonly (readonly [string, Value])[];
}

/** Splits at the first slash: no key of an owner or execution has one, a name may. */
function splitKey(path: string): readonly [key: string, rest: string] {
  const slash = path.indexOf('/');
  return [path.slice(0, slash), path.slice(slash + 1)];
}

/** The participants by their keys, in the order of joining. */
function decodeParticipants(rows: Rows): ReadonlyMap<string, Participant> {
  const versions = new Map(rowsOf<number>(rows, 'v'));
  const ends = new Map(rowsOf<number>(rows, 'l'));
  const attributesByKey = new Map<string, Map<string, JsonText>>();
  for (const [path, value] of rowsOf<JsonText>(rows, 'a')) {
    const [key, name] = splitKey(path);
    const attributes = attributesByKey.get(key) ?? new Map<string, JsonText>();
    attributesByKey.set(key, attributes.set(name, value));
  }
  const stored = [...rowsOf<Omit<Participant, 'version' | 'attributes' | 'endTime'> & { position: number }>(rows, 'p')];
  stored.sort(([, a], [, b]) => a.position - b.position);
  return new Map(
    stored.map(([key, { position: _, ...who }]) => {
      const endTime = ends.get(key);
      const participant = {
        ...who,
        version: versions.get(key) ?? 0,
        attributes: attributesByKey.get(key) ?? new Map(),
      };
      return [key, { ...participant, ...(endTime !== undefined && { endTime }) }];
    }),
  );
}

function decodeExecutions(rows: Rows, participants: ReadonlyMap<string, Participant>): ReadonlyMap<string, Execution> {
  const writes = new Map<string, PendingWrite[]>();
  for (const [path, [value, revision]] of rowsOf<readonly [JsonText | null, number]>(rows, 'w')) {
    const [execution, place] = splitKey(path);
    const [key, name] = splitKey(place);
    const owner = key === '' ? undefined : participants.get(key)?.id;
    const there = writes.get(execution) ?? [];
    there.push({ owner, name, value, revision });
    writes.set(execution, there);
  }
  const securedWrites = new Map<string, PendingSecured[]>();
  for (const [path, [value, revision]] of rowsOf<readonly [Envelope | null, number]>(rows, 'x')) {
    const [execution, name] = splitKey(path);
    securedWrites.set(execution, [...(securedWrites.get(execution) ?? []), { name, value, revision }]);
  }
  const counts = new Map(rowsOf<number>(rows, 'n'));
  const times = new Map(rowsOf<number>(rows, 't'));
  return new Map(
    rowsOf<number>(rows, 'r').map(([execution, revision]) => {
      const pending = (writes.get(execution) ?? []).sort((a, b) => a.revision - b.revision);
      const secured = (securedWrites.get(execution) ?? []).sort((a, b) => a.revision - b.revision);
      const count = counts.get(execution) ?? 0;
      const since = times.get(execution) ?? 0;
      return [execution, { writes: pending, securedWrites: secured, revision, since, count }];
    }),
  );
}

type Entry = readonly [stamp: string, ...result: readonly string[], revision: number];

function decodeOperation(entry: Entry): AppliedOperation {
  const [stamp] = entry;
  // Entries of older versions have a dot here, and behind it a hash of another kind, which is not used any more.
  const [at = '', fingerprint = ''] = stamp.includes(':') ? stamp.split(':') : stamp.split('.', 1);
  const result = entry.length > 2 ? (entry[1] as string) : undefined;
  return {
    at: Number.parseInt(at, 36),
    fingerprint,
    revision: entry.at(-1) as number,
    ...(result !== undefined && { result }),
  };
}
