import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { StartError } from '../config.ts';

const states = ['Enabled', 'Disabled', 'PendingDeletion'] as const;

/** States of a key, as KMS names them. */
export type KeyState = (typeof states)[number];

const keySchema = v.object({
  id: v.string(),
  /** 32 bytes, in base64. */
  material: v.string(),
  description: v.string(),
  /** Epoch seconds. */
  created: v.number(),
  state: v.picklist(states),
  /** Epoch seconds after which a key pending deletion is gone. */
  deletion: v.optional(v.number()),
});

/** A symmetric key, as the file has it. */
export type Key = v.InferOutput<typeof keySchema>;

const keysSchema = v.object({
  keys: v.array(keySchema),
  /** Key ids by alias, `alias/` included. */
  aliases: v.array(v.tuple([v.string(), v.string()])),
});

/** All that the stand-in keeps. */
export type Keys = v.InferOutput<typeof keysSchema>;

/** Where a data directory has the keys. */
export function locateKeyFile(dataDir: string): string {
  return join(dataDir, 'kms.json');
}

/** @throws StartError when a data directory has a store, but not the keys of its secured values: new ones would open none. */
export function requireKeysOfStore(dataDir: string): void {
  const path = locateKeyFile(dataDir);
  if (existsSync(path) || !existsSync(join(dataDir, 'dynamodb'))) return;
  throw new StartError(
    `There is a store, but not the KMS keys of its secured values. Restore ${path}, or delete ${dataDir} to begin anew. If another KMS has the key, name it by AWS_ENDPOINT_URL_KMS and KMS_KEY_ID.`,
  );
}

/**
 * The content of the key file; nothing if there is none yet. Makes it readable for its owner only.
 *
 * @throws StartError when it holds something else.
 */
export function readKeyFile(path: string): Keys {
  try {
    chmodSync(path, 0o600);
    return v.parse(keysSchema, JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { keys: [], aliases: [] };
    throw new StartError(
      `The key file ${path} cannot be read. Restore it, or delete ${dirname(path)} to begin anew: no secured value can be opened without it.`,
    );
  }
}

/** Replaces the key file as a whole (a crash leaves the old one or the new one), mode 0600. */
export function writeKeyFile(path: string, content: Keys): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(content, null, 2), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}
