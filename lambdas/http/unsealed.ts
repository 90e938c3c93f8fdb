import type { Unsealed } from '#domain/vault.ts';
import type { ApiEvent } from '#http/api.ts';
import { log } from '#http/log.ts';
import { attributesObject } from '#http/representations.ts';

/** Secured values of an answer, and the names of those that do not open: that is for the operator to know, too. */
export function unsealedObject(event: ApiEvent, { values, unreadable }: Unsealed): object {
  if (unreadable.length === 0) return { attributes: attributesObject(values) };
  const { requestId } = event.requestContext;
  log('ERROR', { message: 'secured attributes do not open', requestId, unreadable: unreadable.length });
  return { attributes: attributesObject(values), unreadable };
}
