/**
 * What every data key is wrapped under, besides the internal id of its conversation. KMS compares it, CloudTrail shows
 * it, and policies can ask for it: the roles of the functions are limited to it.
 */
export const ENCRYPTION_CONTEXT = { application: 'conversation-attributes' } as const;
