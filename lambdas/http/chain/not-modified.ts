import type { ApiEvent, ApiMiddleware, ApiResponse } from '#http/api.ts';
import { readEntityTags } from '#http/request/preconditions.ts';

/** Answers a read with 304 where the caller has what it would get (RFC 9110, section 13.1.2). */
export function answerNotModified(): ApiMiddleware {
  return {
    after: (request) => {
      const { event, response } = request;
      if (response?.statusCode === 200 && isKnown(event, response)) request.response = dropBody(response);
    },
  };
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
