import { FreshValue } from '#domain/fresh-value.ts';
import { RuleTable } from '#domain/rules.ts';
import { environment } from '#http/wiring/environment.ts';
import { settings } from '#http/wiring/settings-store.ts';

/**
 * Milliseconds after which a container reads the definitions of attributes again: no request that begins so long after a change is
 * answered by what was there before.
 */
const MAX_AGE_MS = 60_000;

/** The rules for names: read once a minute at most. */
export const rules = new FreshValue(
  async () => new RuleTable(await settings.readDefinitions(), environment.definedNamesOnly),
  MAX_AGE_MS,
  Date.now,
);
