import { randomBytes } from 'node:crypto';
import { type Authorization, consoleClientId } from './authorization.ts';

/** How long after they signed in somebody need not do so again, in milliseconds: a working day, as deployments have it. */
const SIGN_IN_MS = 12 * 60 * 60_000;

/** What a refresh token is good for. */
interface Issued {
  readonly authorization: Authorization;
  readonly until: number;
}

/** The refresh tokens of people. A restart of the server forgets them. */
export interface RefreshTokens {
  /** Makes one. @param until - when the sign-in ends, in epoch milliseconds. @default half a day from now */
  issue(authorization: Authorization, until?: number): string;
  /** Takes one in: once, in time, by the client of the console (RFC 6749, section 6). */
  redeem(form: URLSearchParams): Issued | undefined;
}

/** Makes the keeper of refresh tokens. @param now - in milliseconds */
export function createRefreshTokens(now: () => number = Date.now): RefreshTokens {
  const issued = new Map<string, Issued>();
  return {
    issue: (authorization, until = now() + SIGN_IN_MS) => {
      for (const [old, { until: end }] of issued) if (end <= now()) issued.delete(old);
      const token = randomBytes(32).toString('base64url');
      issued.set(token, { authorization, until });
      return token;
    },
    redeem: (form) => {
      const token = form.get('refresh_token') ?? '';
      const found = issued.get(token);
      // Taken in by whatever comes (RFC 9700, section 4.14.2): each is good for one use.
      issued.delete(token);
      return found !== undefined && found.until > now() && form.get('client_id') === consoleClientId
        ? found
        : undefined;
    },
  };
}
