import type { Ending } from '#domain/operations/end-conversation.ts';
import { dataKeys } from '#http/data-keys.ts';
import { environment } from '#http/environment.ts';
import { ownOperation } from '#http/own-operation.ts';
import { settings } from '#http/settings.ts';

/** What the functions that end conversations need. */
export const ending: Ending = {
  settings,
  leases: environment.leases,
  dataKeys,
  operation: ownOperation,
};
