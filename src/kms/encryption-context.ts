import { ENCRYPTION_CONTEXT } from '#contract/encryption-context.ts';

/**
 * What a wrapped key is bound to. It shows in CloudTrail, so it has the internal id only; the roles of the functions are
 * limited to the first entry.
 */
export function makeEncryptionContext(internalId: string): Record<string, string> {
  return { ...ENCRYPTION_CONTEXT, internalId };
}
