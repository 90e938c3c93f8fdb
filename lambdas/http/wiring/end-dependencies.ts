import type { EndDependencies } from '#domain/operations/end-conversation.ts';
import { ownOperation } from '#http/request/own-operation.ts';
import { dataKeys } from '#http/wiring/data-keys.ts';
import { environment } from '#http/wiring/environment.ts';
import { settings } from '#http/wiring/settings.ts';

/** What the functions that end conversations need. */
export const ending: EndDependencies = {
  settings,
  leases: environment.leases,
  dataKeys,
  operation: ownOperation,
};
