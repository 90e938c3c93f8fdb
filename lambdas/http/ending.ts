import { randomBytes } from 'node:crypto';
import type { Ending } from '#domain/operations/end-conversation.ts';
import { dataKeys } from '#http/data-keys.ts';
import { environment } from '#http/environment.ts';
import { settings } from '#http/settings.ts';

/** What the functions that end conversations need. */
export const ending: Ending = {
  settings,
  leases: environment.leases,
  dataKeys,
  operation: () => ({ key: randomBytes(9).toString('base64url'), fingerprint: 'own', at: Date.now() }),
};
