import { randomBytes } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { Envelope } from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';
import {
  DataKeyLost,
  DataKeyRemoved,
  KeyServiceUnavailable,
  type Place,
  type Unsealed,
  type Vault,
} from '#domain/vault.ts';
import type { DynamoDbDataKeys, WrappedKey } from '#dynamodb/data-keys.ts';
import { makeEncryptionContext } from '#kms/encryption-context.ts';
import { DataKeyCache } from '#secured/data-key-cache.ts';
import { open, seal } from '#secured/envelope.ts';
import { EnvelopeError } from '#secured/envelope-error.ts';
import { fingerprint } from '#secured/fingerprint.ts';

/** How a vault is made. */
export interface VaultOptions {
  readonly kms: KMSClient;
  /** The customer's key: its ARN. Only for making data keys; KMS finds it by itself when it unwraps one. */
  readonly kmsKeyId: string;
  readonly dataKeys: DynamoDbDataKeys;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Secured values under data keys that the customer's KMS key wraps (`docs/envelope.md`). */
export class KmsVault implements Vault {
  readonly #options: VaultOptions;
  readonly #cache: DataKeyCache;

  constructor(options: VaultOptions) {
    this.#options = options;
    this.#cache = new DataKeyCache(options.now);
  }

  seal(place: Place, values: ReadonlyMap<string, JsonText>): Promise<ReadonlyMap<string, Envelope>> {
    const { internalId, isSealed } = place;
    const load = async () => {
      const dataKey = await this.#readDataKey(internalId);
      if (!dataKey && isSealed) throw new DataKeyLost();
      return dataKey ?? this.#makeDataKey(internalId);
    };
    const action = (dataKey: Uint8Array) =>
      mapValues(values, (name, text) => seal(dataKey, bindName(place, name), text, randomBytes));
    return this.#cache.use(internalId, load, action);
  }

  async open(place: Place, envelopes: ReadonlyMap<string, Envelope>): Promise<Unsealed> {
    if (envelopes.size === 0) return { values: new Map(), unreadable: [] };
    try {
      return await this.#useDataKey(place, (dataKey) => openAll(dataKey, place, envelopes));
    } catch (error) {
      if (!(error instanceof DataKeyLost)) throw error;
      return { values: new Map(), unreadable: [...envelopes.keys()] };
    }
  }

  fingerprint(place: Place, text: string): Promise<string> {
    return this.#useDataKey(place, (dataKey) => fingerprint(dataKey, place.key, text));
  }

  #useDataKey<T>({ internalId }: Place, action: (dataKey: Uint8Array) => T): Promise<T> {
    const load = async () => {
      const dataKey = await this.#readDataKey(internalId);
      if (!dataKey) throw new DataKeyLost();
      return dataKey;
    };
    return this.#cache.use(internalId, load, action);
  }

  async #readDataKey(internalId: string): Promise<Uint8Array | undefined> {
    const wrapped = await this.#options.dataKeys.read(internalId);
    return wrapped && this.#unwrap(internalId, wrapped);
  }

  /** Makes a data key. The loser of a race takes the winner's. */
  async #makeDataKey(internalId: string): Promise<Uint8Array> {
    const { kms, kmsKeyId, dataKeys } = this.#options;
    const command = new GenerateDataKeyCommand({
      KeyId: kmsKeyId,
      KeySpec: 'AES_256',
      EncryptionContext: makeEncryptionContext(internalId),
    });
    const { Plaintext, CiphertextBlob, KeyId } = await translateErrors(kms.send(command), kmsKeyId);
    if (!Plaintext || !CiphertextBlob) throw new KeyServiceUnavailable('KMS gave no data key');
    const kmsKey = KeyId ?? kmsKeyId;
    if (await dataKeys.create(internalId, { wrapped: CiphertextBlob, kmsKey })) return Plaintext;
    Plaintext.fill(0);
    const winner = await this.#readDataKey(internalId);
    if (!winner) throw new DataKeyRemoved();
    return winner;
  }

  async #unwrap(internalId: string, { wrapped, kmsKey }: WrappedKey): Promise<Uint8Array> {
    const command = new DecryptCommand({
      CiphertextBlob: wrapped,
      EncryptionContext: makeEncryptionContext(internalId),
    });
    const { Plaintext } = await translateErrors(this.#options.kms.send(command), kmsKey);
    if (!Plaintext) throw new KeyServiceUnavailable('KMS gave no data key');
    return Plaintext;
  }
}

/** A conversation has one data key for life, which its internal id names. */
function bindName({ key, internalId }: Place, name: string) {
  return { internalId: key, name, keyId: internalId };
}

function openAll(dataKey: Uint8Array, place: Place, envelopes: ReadonlyMap<string, Envelope>): Unsealed {
  const texts = mapValues(envelopes, (name, envelope) => openOne(dataKey, place, name, envelope));
  const values = new Map([...texts].filter((entry): entry is [string, JsonText] => entry[1] !== undefined));
  return { values, unreadable: [...envelopes.keys()].filter((name) => !values.has(name)) };
}

/** One that does not open is no reason to keep back the others. */
function openOne(dataKey: Uint8Array, place: Place, name: string, envelope: Envelope): JsonText | undefined {
  try {
    return open(dataKey, bindName(place, name), envelope) as JsonText;
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    return undefined;
  }
}

function mapValues<From, To>(entries: ReadonlyMap<string, From>, change: (name: string, value: From) => To) {
  return new Map([...entries].map(([name, value]) => [name, change(name, value)]));
}

/**
 * A refusal by KMS is no fault of the caller's and may pass: a disabled key is enabled, a missing grant given. So all of
 * them are answered alike; the log has the reason, and the key.
 */
async function translateErrors<Answer>(request: Promise<Answer>, key = 'that the wrapped key names'): Promise<Answer> {
  try {
    return await request;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    // The wrapped key is not this conversation's, or was changed: that does not pass.
    if (name === 'InvalidCiphertextException') throw new DataKeyLost();
    throw new KeyServiceUnavailable(`KMS did not answer for the key ${key}: ${name}`, { cause: error });
  }
}
