import type { Owner } from '#domain/conversation.ts';
import { shortKey } from '#domain/keys.ts';

/**
 * The names of an item's attributes: one word for what every conversation has, a letter, `/` and a key for the rest. No
 * attribute's name stands alone, so `__proto__` and `constructor` are names like any other.
 */
export const names = {
  partitionKey: 'pk',
  /** A list of one number, so that an update can write it into others with `list_append`. */
  revision: 'revision',
  /** How many participants there are. */
  participants: 'participants',
  /** The set of executions with pending writes. */
  executions: 'executions',
  /** Epoch second until which the id of an erased conversation is taken. */
  erasedUntil: 'erasedUntil',
  /** Epoch second after which the item may be removed. */
  expires: 'expires',
  participant: (id: string) => `p/${shortKey(id)}`,
  participantVersion: (id: string) => `v/${shortKey(id)}`,
  attribute: (owner: Owner, name: string) => (owner === undefined ? `d/${name}` : `a/${shortKey(owner)}/${name}`),
  pending: (execution: string, owner: Owner, name: string) =>
    `w/${execution}/${owner === undefined ? '' : shortKey(owner)}/${name}`,
  executionRevision: (execution: string) => `r/${execution}`,
  executionCount: (execution: string) => `n/${execution}`,
  executionSince: (execution: string) => `t/${execution}`,
  operation: (key: string) => `o/${key}`,
} as const;
