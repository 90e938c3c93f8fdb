import { createHash } from 'node:crypto';
import type { ApiEvent, ApiMiddleware, ApiResponse } from '#http/api.ts';
import { readEntityTags } from '#http/request/preconditions.ts';

/**
 * Answers a read with 304 where the caller has what it would get (RFC 9110, section 13.1.2).
 *
 * @param isHashed - whether answers get a hash of what they hold for a tag; else they have one, or none
 */
export function answerNotModified(isHashed = false): ApiMiddleware {
  return {
    after: (request) => {
      const { event, response } = request;
      if (response?.statusCode !== 200) return;
      const tagged = isHashed ? addHash(response) : response;
      request.response = isKnown(event, tagged) ? dropBody(tagged) : tagged;
    },
  };
}

/** 128 bits of SHA-256: nobody gains from two lists with the same. */
function addHash({ headers, ...response }: ApiResponse): ApiResponse {
  const hash = createHash('sha256').update(response.body).digest('base64url').slice(0, 22);
  return { ...response, headers: { ...headers, etag: `"${hash}"` } };
}

/** Whether `If-None-Match` names the tag of an answer, by weak comparison. One that can't be read names none. */
function isKnown({ headers }: ApiEvent, { headers: { etag } }: ApiResponse): boolean {
  const header = headers['if-none-match'];
  if (header === undefined || etag === undefined) return false;
  return header.trim() === '*' || (readEntityTags(header) ?? []).some((tag) => tag.replace(/^W\//, '') === etag);
}

function dropBody({ headers: { 'content-type': _, ...headers } }: ApiResponse): ApiResponse {
  return { statusCode: 304, headers, body: '' };
}
