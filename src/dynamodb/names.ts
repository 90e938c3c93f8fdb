import type { Owner } from '#domain/conversation.ts';
import { shortenId } from '#domain/hashes.ts';

/**
 * The names of an item's attributes: one word for what every conversation has, a letter, `/` and a key for the rest.
 * No name that a caller chose is used alone, so `__proto__` and `constructor` are names like any other.
 */
export const names = {
  partitionKey: 'pk',
  /** A list of one number, so that an update can write it into others with `list_append`. */
  revision: 'revision',
  /** Who asked for the last write: a list of the operation, the client and the flow execution. */
  writer: 'writer',
  internalId: 'internalId',
  securedVersion: 'securedVersion',
  /** On the tombstone of an erased conversation: the data key that is still to be removed. */
  erasedKey: 'erasedKey',
  /** The decided end of the conversation, until the item is replaced by what the end leaves. */
  ending: 'ending',
  /** How many operation ids there are: blind writes do not see them. */
  operationCount: 'operations',
  /** How many participants there are, with those who have left. */
  participants: 'participants',
  /** The set of executions with pending writes. */
  executions: 'executions',
  /** Epoch second after which the item no longer counts. */
  expires: 'expires',
  /**
   * The same, for DynamoDB, which may remove the item then: only there when no data key is to be removed any more,
   * since nothing else would tell of the key.
   */
  timeToLive: 'timeToLive',
  /** Epoch milliseconds; absent if nothing was written since the start, or once it no longer counts. */
  lastWrite: 'lastWrite',
  /** The shard of the index of what is due, and the epoch second. */
  dueShard: 'dueShard',
  due: 'due',
  /** The shard of the index by day, and the place in it. */
  dayShard: 'dayShard',
  started: 'started',
  /** The shard of the index of live conversations; `started` is the place in it, too. */
  liveShard: 'liveShard',
  /** Keyed hashes of what a live conversation is found by, each the key of an index. */
  find: (slot: string) => `find${slot}`,
  /** Keyed hashes of the value of a searchable name: the key of an index, and the place in it. */
  value: (index: string) => `value${index}`,
  valuePlace: (index: string) => `place${index}`,
  /** Sets of the participants' addresses, and of external ids: to find a conversation by. */
  addresses: 'addresses',
  externalIds: 'externalIds',
  /** The saved map; a name in it is a nested path, `saved` and `savedName`. */
  saved: 'saved',
  participant: (id: string) => `p/${shortenId(id)}`,
  participantVersion: (id: string) => `v/${shortenId(id)}`,
  /** When it left, in epoch milliseconds: there is none while it is present. */
  participantEnd: (id: string) => `l/${shortenId(id)}`,
  attribute: (owner: Owner, name: string) => (owner === undefined ? `d/${name}` : `a/${shortenId(owner)}/${name}`),
  pending: (execution: string, owner: Owner, name: string) =>
    `w/${execution}/${owner === undefined ? '' : shortenId(owner)}/${name}`,
  secured: (name: string) => `s/${name}`,
  pendingSecured: (execution: string, name: string) => `x/${execution}/${name}`,
  bot: (execution: string) => `b/${execution}`,
  /** The client that an execution belongs to. */
  executionOwner: (execution: string) => `c/${execution}`,
  executionRevision: (execution: string) => `r/${execution}`,
  executionCount: (execution: string) => `n/${execution}`,
  executionSince: (execution: string) => `t/${execution}`,
  savedName: (name: string) => `k/${name}`,
  operation: (key: string) => `o/${key}`,
  /** The set of the operation ids that are kept in the compact form, and what is kept of each (`compact-ids.ts`). */
  ids: 'ids',
  idStamps: 'idStamps',
} as const;
