import type { ApiEvent } from '#http/api.ts';

/** Whether a body is a JSON Merge Patch (RFC 7396): by its media type. */
export function isMergePatch({ headers }: Pick<ApiEvent, 'headers'>): boolean {
  return /^application\/merge-patch\+json\s*(?:;|$)/i.test(headers['content-type'] ?? '');
}
