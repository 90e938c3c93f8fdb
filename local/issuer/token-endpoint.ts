import { type Answer, answerJson } from '../gateway/answer.ts';
import type { OpenRequest } from '../gateway/receive.ts';
import { type Authorization, type AuthorizationEndpoint, consoleClientId } from './authorization.ts';
import { authenticate, type Client } from './clients.ts';
import type { RefreshTokens } from './refresh-tokens.ts';

/** Signs an access token for a client. @param scope - space-separated. */
export type IssueToken = (client: Client, scope: string) => Promise<string>;

/** What the token end point works with. */
export interface TokenEndpoint {
  readonly clients: ReadonlyMap<string, Client>;
  readonly issue: IssueToken;
  /** Gives the tokens of a person who has signed in. @param until - when the sign-in ends, if it has not just begun */
  readonly issueToPerson: (authorization: Authorization, until?: number) => Promise<PersonTokens>;
  readonly redeem: AuthorizationEndpoint['redeem'];
  readonly renew: RefreshTokens['redeem'];
  readonly tokenSeconds: number;
}

/** What a person's page gets for a code. */
export interface PersonTokens {
  readonly access_token: string;
  readonly id_token?: string;
  readonly refresh_token: string;
  readonly scope: string;
}

// RFC 6749, section 5.1: no cache may keep a token, nor a refusal.
const uncached = { 'cache-control': 'no-store', pragma: 'no-cache' };

/**
 * Answers `POST /oauth/token`: client credentials (RFC 6749, section 4.4) of a client that authenticates by Basic or in
 * the form, as Cognito takes both. `scope` narrows what the token may do; without it the token has all that the client
 * has. The codes of people are redeemed without a secret, by their verifier (RFC 7636, section 4.5), and so are refresh tokens
 * (section 6). Refusals are those of section 5.2.
 */
export async function answerTokenRequest(request: OpenRequest, endpoint: TokenEndpoint): Promise<Answer> {
  const type = request.headers.get('content-type')?.replace(/;.*$/s, '').trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    return refuse(400, 'invalid_request', 'the body must be application/x-www-form-urlencoded');
  }
  const form = new URLSearchParams(request.body.toString('utf8'));
  const repeated = [...form.keys()].find((name) => form.getAll(name).length > 1);
  if (repeated !== undefined) return refuse(400, 'invalid_request', 'a parameter must not come twice');

  const authorization = request.headers.get('authorization');
  const grantOfPerson = form.get('grant_type') ?? '';
  if (grantOfPerson === 'authorization_code' || grantOfPerson === 'refresh_token') {
    if (authorization !== undefined || form.has('client_secret') || form.get('client_id') !== consoleClientId) {
      return refuseClient(`${grantOfPerson} is for the client ${consoleClientId}, which has no secret`);
    }
    return grantOfPerson === 'refresh_token' ? renewForPerson(form, endpoint) : grantToPerson(form, endpoint);
  }
  // A parameter without a value counts as left out (section 3.2).
  const [id, secret] = [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
  if (authorization !== undefined && secret !== '') {
    return refuse(400, 'invalid_request', 'a client must authenticate in one way only: by Basic, or in the form');
  }
  const isInForm = authorization === undefined && (id !== '' || secret !== '');
  const client = isInForm
    ? authenticate(endpoint.clients, id, secret)
    : authenticateByBasic(authorization, endpoint.clients);
  if (client === 'none') return refuseClient('the id and secret of a client must come by Basic, or in the form');
  const where = isInForm ? 'in the form' : 'by Basic';
  if (client === undefined) return refuseClient(`the id and secret that came ${where} match no client`);
  if (id !== '' && id !== client.id) return refuseClient('client_id is of another client than Basic names');

  const grantType = form.get('grant_type');
  if (!grantType)
    return refuse(
      400,
      'invalid_request',
      'grant_type is missing; it must be client_credentials, authorization_code or refresh_token',
    );
  if (grantType !== 'client_credentials') {
    return refuse(
      400,
      'unsupported_grant_type',
      'grant_type must be client_credentials, authorization_code or refresh_token',
    );
  }
  return grant(client, form.get('scope'), endpoint);
}

async function grantToPerson(
  form: URLSearchParams,
  { redeem, issueToPerson, tokenSeconds }: TokenEndpoint,
): Promise<Answer> {
  const authorization = redeem(form);
  if (authorization === undefined) {
    return refuse(
      400,
      'invalid_grant',
      'the code is unknown, used or too old, or its redirect_uri or code_verifier is another',
    );
  }
  const tokens = await issueToPerson(authorization);
  return answerJson(200, { ...tokens, token_type: 'Bearer', expires_in: tokenSeconds }, uncached);
}

async function renewForPerson(
  form: URLSearchParams,
  { renew, issueToPerson, tokenSeconds }: TokenEndpoint,
): Promise<Answer> {
  const renewed = renew(form);
  if (renewed === undefined) {
    return refuse(400, 'invalid_grant', 'the refresh token is unknown or used, or the sign-in was too long ago');
  }
  // The nonce was for the page that asked for the code (OpenID Connect Core 1.0, section 12.2).
  const tokens = await issueToPerson({ ...renewed.authorization, nonce: undefined }, renewed.until);
  return answerJson(200, { ...tokens, token_type: 'Bearer', expires_in: tokenSeconds }, uncached);
}

async function grant(
  client: Client,
  requested: string | null,
  { issue, tokenSeconds }: TokenEndpoint,
): Promise<Answer> {
  // A parameter without a value counts as left out (RFC 6749, section 3.2).
  const scopes = requested ? requested.split(' ') : client.scopes;
  const denied = scopes.find((scope) => !client.scopes.some((own) => own === scope));
  if (denied !== undefined) {
    return refuse(400, 'invalid_scope', `scope must be some of: ${client.scopes.join(' ')}`);
  }
  const scope = [...new Set(scopes)].join(' ');
  const token = { access_token: await issue(client, scope), token_type: 'Bearer', expires_in: tokenSeconds, scope };
  return answerJson(200, token, uncached);
}

function refuseClient(description: string): Answer {
  const refusal = refuse(401, 'invalid_client', description);
  return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': 'Basic realm="oauth"' } };
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

function readBasicCredentials(authorization: string | undefined): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id, secret: rest.join(':') };
}

/** The client that authenticates so, if its secret is right; `none` where there are no credentials. */
function authenticateByBasic(authorization: string | undefined, clients: ReadonlyMap<string, Client>) {
  const credentials = readBasicCredentials(authorization);
  if (credentials === undefined) return 'none';
  const { id, secret } = credentials;
  // RFC 6749, section 2.3.1, has id and secret form-encoded; curl and others send them as they are. Both are understood.
  return authenticate(clients, id, secret) ?? authenticate(clients, decodeForm(id), decodeForm(secret));
}

function decodeForm(text: string): string {
  return new URLSearchParams(`value=${text.replaceAll('&', '%26')}`).get('value') ?? '';
}

function refuse(status: 400 | 401, error: string, description: string): Answer {
  return answerJson(status, { error, error_description: description }, uncached);
}
