import type { EndDependencies } from '#domain/operations/end-conversation.ts';
import { makeOperationId } from '#http/request/operation-id.ts';
import { dataKeys } from '#http/wiring/data-keys.ts';
import { environment } from '#http/wiring/environment.ts';
import { rules } from '#http/wiring/rules.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** What the functions that end conversations need. */
export const endDependencies: EndDependencies = {
  settings,
  rules: () => rules.get(),
  leases: environment.leases,
  dataKeys,
  operation: makeOperationId,
};
