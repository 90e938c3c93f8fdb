import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { DynamoDbDataKeys } from '#dynamodb/data-keys.ts';
import { DynamoDbErasureJournal } from '#dynamodb/erasure-journal.ts';
import { DynamoDbSettingsStore } from '#dynamodb/settings-store.ts';
import { memoryClient, type Send } from './memory-client.ts';
import { OpenVault } from './open-vault.ts';
import { type Context, idKey, leases, type Step, searchable, settings } from './step.ts';

/** The store. It hashes the id of each conversation once: an exploration sends hundreds of thousands of requests. */
class Store extends DynamoDbConversationStore {
  static readonly #keys = new Map<string, string>();

  override itemKey(id: string): string {
    const key = Store.#keys.get(id) ?? super.itemKey(id);
    Store.#keys.set(id, key);
    return key;
  }
}

/**
 * Where the code of a step runs.
 * @param mark tells the ids that it makes from those of other runs.
 * @param send answers its requests.
 */
export function contextOf({ at, key }: Step, mark: string, send: Send): Context {
  let made = 0;
  const next = () => `${mark}-${made++}`;
  const client = memoryClient(send);
  const options = {
    client,
    table: 'conversations',
    idKey,
    now: () => at,
    compactIds: true,
    listSearchable: async () => searchable,
  };
  const store = new Store(options);
  const dataKeys = new DynamoDbDataKeys(client, 'dataKeys');
  const journal = new DynamoDbErasureJournal(client, 'erasures');
  const operation = () => ({ key: next(), fingerprint: '', at });
  return {
    options,
    store,
    dataKeys,
    settings: new DynamoDbSettingsStore(client, 'settings'),
    journal,
    delivery: mark,
    ending: {
      settings: { readChannelType: async () => settings, readWebChannel: async () => ({}) },
      rules: async () => ({ nameOf: (name) => name, retentionOf: () => undefined, searchable }),
      leases,
      dataKeys,
      operation,
    },
    secured: { store, vault: new OpenVault(dataKeys), ids: { internalId: next, operation } },
    operation: { key, fingerprint: 'the-body', at },
  };
}
