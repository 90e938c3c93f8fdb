import { createHash, randomBytes } from 'node:crypto';
import type { Answer } from '../gateway/answer.ts';
import type { OpenRequest } from '../gateway/receive.ts';
import { type Person, people } from './people.ts';
import { writeSignInPage, writeSignInRefusal } from './sign-in-page.ts';

/** The client by which people sign in: a page in a browser, which can keep no secret. */
export const consoleClientId = 'console';

/** What such a client may ask for. Which scopes of the API come along is up to who signs in, as with the groups of a user pool. */
export const signInScopes = ['openid', 'profile'] as const;

/** How long a code may be redeemed, in milliseconds. RFC 6749, section 4.1.2, allows ten minutes. */
const CODE_MS = 60_000;

/** What a code is redeemed for. */
export interface Authorization {
  readonly person: Person;
  /** Whether an ID token comes along. */
  readonly isOpenId: boolean;
  readonly nonce: string | undefined;
}

/** The authorization end point, and what redeems its codes. */
export interface AuthorizationEndpoint {
  /** Answers `GET /oauth/authorize`: a page to pick a person from, or why not. */
  ask(request: OpenRequest): Answer;
  /** Answers `POST /oauth/authorize`, which that page sends: leads back to the client with a code. */
  answer(request: OpenRequest): Answer;
  /** Takes a code in: once, in time, by the client and for the redirect URI that it was made for, with the verifier of its challenge. */
  redeem(form: URLSearchParams): Authorization | undefined;
}

/** What is needed. */
export interface AuthorizationOptions {
  /** Where a person may be sent back to. They are compared character by character (RFC 9700, section 4.1.3). */
  readonly redirectUris: readonly string[];
  /** Milliseconds. @default `Date.now` */
  readonly now?: () => number;
}

interface Issued extends Authorization {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly until: number;
}

/**
 * The authorization code grant (RFC 6749, section 4.1) with PKCE (RFC 7636), for the one public client. Only S256 is taken. A wrong
 * client or redirect URI is told to the person and leads nowhere; everything else leads back with an error.
 */
export function createAuthorizationEndpoint({
  redirectUris,
  now = Date.now,
}: AuthorizationOptions): AuthorizationEndpoint {
  const codes = new Map<string, Issued>();

  /** Checks a request. @returns its parameters, or the refusal */
  function read(parameters: URLSearchParams): URLSearchParams | Answer {
    const repeated = [...parameters.keys()].find((name) => parameters.getAll(name).length > 1);
    if (repeated !== undefined) return writeSignInRefusal(`The parameter ${repeated} comes twice.`);
    if (parameters.get('client_id') !== consoleClientId) {
      return writeSignInRefusal(`client_id must be "${consoleClientId}".`);
    }
    const redirectUri = parameters.get('redirect_uri') ?? '';
    if (!redirectUris.includes(redirectUri)) {
      return writeSignInRefusal(`redirect_uri must be exactly ${redirectUris.join(' or ')}.`);
    }
    const problem = findProblem(parameters);
    return problem === undefined ? parameters : redirect(parameters, problem);
  }

  return {
    ask: ({ query }) => {
      const parameters = read(new URLSearchParams(query));
      return parameters instanceof URLSearchParams ? writeSignInPage(parameters, people) : parameters;
    },
    answer: ({ body, headers }) => {
      const form = new URLSearchParams(isForm(headers) ? body.toString('utf8') : '');
      const parameters = read(form);
      if (!(parameters instanceof URLSearchParams)) return parameters;
      const person = people.find(({ name }) => name === parameters.get('person'));
      if (person === undefined) return redirect(parameters, { error: 'access_denied' });
      const code = randomBytes(32).toString('base64url');
      for (const [old, { until }] of codes) if (until <= now()) codes.delete(old);
      codes.set(code, {
        person,
        isOpenId: (parameters.get('scope') ?? '').split(' ').includes('openid'),
        nonce: parameters.get('nonce') ?? undefined,
        redirectUri: parameters.get('redirect_uri') ?? '',
        challenge: parameters.get('code_challenge') ?? '',
        until: now() + CODE_MS,
      });
      return redirect(parameters, { code });
    },
    redeem: (form) => {
      const code = form.get('code') ?? '';
      const issued = codes.get(code);
      // Taken in by whatever comes: a second time it is worth nothing.
      codes.delete(code);
      if (issued === undefined || issued.until <= now()) return undefined;
      const verifier = form.get('code_verifier') ?? '';
      const isMeant =
        form.get('client_id') === consoleClientId &&
        form.get('redirect_uri') === issued.redirectUri &&
        /^[A-Za-z0-9._~-]{43,128}$/.test(verifier) &&
        createHash('sha256').update(verifier).digest('base64url') === issued.challenge;
      return isMeant ? issued : undefined;
    },
  };
}

/** RFC 6749, section 4.1.2.1. */
function findProblem(parameters: URLSearchParams): Readonly<Record<string, string>> | undefined {
  if (parameters.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', error_description: 'response_type must be code' };
  }
  // Without a method it would be plain (RFC 7636, section 4.3).
  if (parameters.get('code_challenge_method') !== 'S256') {
    return { error: 'invalid_request', error_description: 'code_challenge_method must be S256' };
  }
  if (!/^[A-Za-z0-9_-]{43}$/.test(parameters.get('code_challenge') ?? '')) {
    return { error: 'invalid_request', error_description: 'code_challenge must be 43 characters of base64url' };
  }
  const asked = (parameters.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (!asked.every((scope) => signInScopes.some((known) => known === scope))) {
    return { error: 'invalid_scope', error_description: `scope must be some of: ${signInScopes.join(' ')}` };
  }
  // There are no sessions here: a person is picked each time.
  if (parameters.get('prompt') === 'none') return { error: 'login_required' };
  return undefined;
}

function redirect(parameters: URLSearchParams, answer: Readonly<Record<string, string>>): Answer {
  const location = new URL(parameters.get('redirect_uri') ?? '');
  const state = parameters.get('state');
  for (const [name, value] of Object.entries({ ...answer, ...(state !== null && { state }) })) {
    location.searchParams.set(name, value);
  }
  return {
    // After a form: the browser gets the page, and does not send the form on (RFC 9700, section 4.12).
    status: 303,
    headers: { location: location.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    body: '',
  };
}

function isForm(headers: OpenRequest['headers']): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get('content-type') ?? '');
}
