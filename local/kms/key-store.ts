import { randomBytes, randomUUID } from 'node:crypto';
import { type Key, type KeyState, type Keys, readKeyFile, writeKeyFile } from './key-file.ts';
import { KmsError } from './kms-error.ts';

/** Where the stand-in says that its keys are. */
export const account = '000000000000';
const prefix = `arn:aws:kms:us-east-1:${account}:`;

/** The ARN of a key (`key/<id>`) or of an alias (`alias/<name>`). */
export function arnOf(resource: string): string {
  return `${prefix}${resource}`;
}

/** Keys and aliases, kept in a file if one is given, each change before it is answered. */
export class KeyStore {
  readonly #path: string | undefined;
  readonly #content: Keys;

  constructor(path?: string) {
    this.#path = path;
    this.#content = path === undefined ? { keys: [], aliases: [] } : readKeyFile(path);
  }

  /** All keys that are not gone, in the order of their making. */
  get keys(): readonly Key[] {
    const now = Date.now() / 1_000;
    return this.#content.keys.filter((key) => key.deletion === undefined || key.deletion > now);
  }

  /** Alias and key id of all aliases; an alias goes with its key. */
  get aliases(): readonly (readonly [alias: string, keyId: string])[] {
    return this.#content.aliases.filter(([, keyId]) => this.keys.some(({ id }) => id === keyId));
  }

  create(description: string): Key {
    const key: Key = {
      id: randomUUID(),
      material: randomBytes(32).toString('base64'),
      description,
      created: Math.floor(Date.now() / 1_000),
      state: 'Enabled',
    };
    this.#content.keys.push(key);
    this.#save();
    return key;
  }

  /**
   * The key of a key id or key ARN.
   *
   * @throws KmsError NotFoundException.
   */
  find(keyId: string): Key {
    const id = keyId.startsWith(prefix) ? keyId.slice(prefix.length + 'key/'.length) : keyId;
    const key = this.keys.find((candidate) => candidate.id === id);
    if (!key) throw new KmsError('NotFoundException', `Key '${keyId}' does not exist`);
    return key;
  }

  /**
   * The key of a key id, key ARN, alias name or alias ARN.
   *
   * @throws KmsError NotFoundException.
   */
  resolve(keyId: string): Key {
    const resource = keyId.startsWith(prefix) ? keyId.slice(prefix.length) : keyId;
    if (!resource.startsWith('alias/')) return this.find(keyId);
    const target = this.aliases.find(([alias]) => alias === resource)?.[1];
    if (target === undefined) throw new KmsError('NotFoundException', `Alias ${arnOf(resource)} is not found.`);
    return this.find(target);
  }

  /** @param deletion epoch seconds, for `PendingDeletion`. */
  setState(key: Key, state: KeyState, deletion?: number): void {
    key.state = state;
    key.deletion = deletion;
    this.#save();
  }

  /** Points an alias at a key, or removes it. */
  setAlias(alias: string, keyId: string | undefined): void {
    const others = this.#content.aliases.filter(([candidate]) => candidate !== alias);
    this.#content.aliases = keyId === undefined ? others : [...others, [alias, keyId]];
    this.#save();
  }

  #save(): void {
    if (this.#path !== undefined) writeKeyFile(this.#path, this.#content);
  }
}
