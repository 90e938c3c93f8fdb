import { findDuplicate, retryUntilDone } from '#domain/execute.ts';
import { type OperationId, recordOperation } from '#domain/operation-ids.ts';
import { checkVersion } from '#domain/requirements.ts';
import type { KeptSettings, SettingsRow, Versioned } from '#domain/settings.ts';
import type { VersionMatch } from '#domain/update.ts';

/** A write of settings. */
export interface SettingsWrite<Settings> {
  readonly operation: OperationId;
  /** What the settings are of, for a refusal. */
  readonly what: string;
  /** What their version must be. */
  readonly versions: readonly VersionMatch[];
  /** The version that is compared. @default that of the settings as a whole */
  readonly versionOf?: (known: Settings) => number;
  /** What they are to be, by what they are. @param version - that they will have as a whole */
  readonly change: (known: Settings, version: number) => Settings;
}

/**
 * Changes settings once, however often the operation is delivered.
 *
 * @returns the settings after it; for a repeated delivery, as they are now.
 * @throws Refusal `idempotency-key-reused`, `precondition-failed`, `version-conflict`; `contention` when others kept
 * winning.
 */
export async function writeSettings<Settings>(
  row: SettingsRow<Settings>,
  { operation, what, versions, versionOf, change }: SettingsWrite<Settings>,
): Promise<Versioned<Settings>> {
  return retryUntilDone(what, async () => {
    const known = await row.read();
    if (findDuplicate(known, operation)) return { done: addVersion(known) };
    const current = versionOf?.(known.settings) ?? known.revision;
    for (const match of versions) {
      const stale = checkVersion(match, current, what);
      if (stale) throw stale;
    }
    const next = recordOperation({ ...known, settings: change(known.settings, known.revision + 1) }, operation);
    return (await row.replace(next, known.revision)) ? { done: addVersion(next) } : undefined;
  });
}

function addVersion<Settings>({ settings, revision }: KeptSettings<Settings>): Versioned<Settings> {
  return { ...settings, version: revision };
}
