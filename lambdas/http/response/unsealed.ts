import type { TypeOf } from '#contract/schema.ts';
import type { Secured } from '#contract/schemas/flows.ts';
import type { View } from '#domain/rules.ts';
import type { Unsealed } from '#domain/vault.ts';
import type { ApiEvent } from '#http/api.ts';
import { representStrings } from '#http/response/representations.ts';
import { log } from '#http/wiring/log.ts';

/** Secured values of an answer, and the names of those that do not open: the log tells the operator, too. */
export function representUnsealed(
  event: ApiEvent,
  { values, unreadable }: Unsealed,
  view: View,
): Omit<TypeOf<typeof Secured>, 'version'> {
  const shown = { attributes: representStrings(values, view), masked: view.listMasked(values.keys()) };
  if (unreadable.length === 0) return shown;
  const { requestId } = event.requestContext;
  log('ERROR', { message: 'secured attributes do not open', requestId, unreadable: unreadable.length });
  return { ...shown, unreadable };
}
