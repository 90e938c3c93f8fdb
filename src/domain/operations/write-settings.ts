import { delivered, untilDone, written } from '#domain/execute.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import type { SettingsRow } from '#domain/settings.ts';

/**
 * Changes settings once, however often the operation is delivered.
 *
 * @param change what they are to be, by what they are.
 * @returns the settings after it; for a repeated delivery, as they are now.
 * @throws Refusal `idempotency-key-reused`; `contention` when others kept winning.
 */
export async function writeSettings<Settings>(
  row: SettingsRow<Settings>,
  operation: OperationId,
  change: (known: Settings) => Settings,
): Promise<Settings> {
  return untilDone('the settings', async () => {
    const known = await row.read();
    if (delivered(known, operation)) return { done: known.settings };
    const next = written({ ...known, settings: change(known.settings) }, operation);
    return (await row.replace(next, known.revision)) ? { done: next.settings } : undefined;
  });
}
