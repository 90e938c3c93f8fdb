import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** States of a key, as KMS names them. */
export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion';

/** A symmetric key, as it stands in the file. */
export interface Key {
  readonly id: string;
  /** 32 bytes, in base64. */
  readonly material: string;
  readonly description: string;
  /** Epoch seconds. */
  readonly created: number;
  state: KeyState;
  /** Epoch seconds after which a key pending deletion is gone. */
  deletion?: number | undefined;
}

/** All that the stand-in keeps. */
export interface Keys {
  keys: Key[];
  /** Key ids by alias, `alias/` included. */
  aliases: [alias: string, keyId: string][];
}

/** The content of the key file; nothing if there is none yet. Makes it readable for its owner only. */
export function readKeyFile(path: string): Keys {
  try {
    chmodSync(path, 0o600);
    return JSON.parse(readFileSync(path, 'utf8')) as Keys;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { keys: [], aliases: [] };
    throw new Error(`The key file ${path} cannot be read; mend it, or remove it and lose what its keys encrypted`, {
      cause: error,
    });
  }
}

/** Replaces the key file as a whole (a crash leaves the old one or the new one), mode 0600. */
export function writeKeyFile(path: string, content: Keys): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(content, null, 2), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}
