import { type ApiMiddleware, claimsOf } from '#http/api.ts';
import { EdgeRefusal } from '#http/problems.ts';
import type { Scope } from '#routes';

/** Refuses a token that lacks a scope (RFC 6750, section 3.1). The gateway has checked the token itself. */
export function authorize(scope: Scope, prefix: string): ApiMiddleware {
  const needed = `${prefix}${scope}`;
  return {
    before: ({ event }) => {
      const granted = String(claimsOf(event).scope ?? '').split(' ');
      if (granted.includes(needed)) return;
      const message = `The access token lacks the scope "${needed}"`;
      const challenge = `Bearer error="insufficient_scope", scope="${needed}"`;
      throw new EdgeRefusal('missing-scope', message, { 'www-authenticate': challenge });
    },
  };
}
