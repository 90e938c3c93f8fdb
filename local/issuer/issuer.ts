import { randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { scopes } from '#contract/operations.ts';
import { answerJson } from '../gateway/answer.ts';
import type { OpenRoute } from '../gateway/receive.ts';
import { type Authorization, consoleClientId, createAuthorizationEndpoint, signInScopes } from './authorization.ts';
import type { Client } from './clients.ts';
import { createRefreshTokens } from './refresh-tokens.ts';
import type { SigningKey } from './signing-key.ts';
import { answerTokenRequest, type IssueToken, type PersonTokens } from './token-endpoint.ts';

/** The audience of every access token. */
export const audience = 'conversation-attributes';

/** What the issuer is made of. */
export interface IssuerOptions {
  /** Its address, which is the `iss` of its tokens. */
  readonly url: string;
  readonly key: SigningKey;
  readonly clients: ReadonlyMap<string, Client>;
  /** How long a token is valid. */
  readonly tokenSeconds: number;
  /** Where people may be sent back to after they have signed in. @default nowhere: there is no page to sign in to */
  readonly redirectUris?: readonly string[];
}

/** The issuer of access tokens: how to get one from inside, and its routes. */
export interface Issuer {
  readonly issue: IssueToken;
  readonly routes: readonly OpenRoute[];
}

/** Makes the local stand-in for Cognito or another OAuth 2 issuer. */
export function createIssuer({ url, key, clients, tokenSeconds, redirectUris = [] }: IssuerOptions): Issuer {
  const sign = (claims: JWTPayload, subject: string, audienceOfToken: string) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
      .setIssuer(url)
      .setAudience(audienceOfToken)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${tokenSeconds}s`)
      .setJti(randomUUID())
      .sign(key.privateKey);
  const issue: IssueToken = (client, scope) =>
    sign({ scope, client_id: client.id, queues: client.queues }, client.id, audience);
  const refreshTokens = createRefreshTokens();
  const issueToPerson = async (authorization: Authorization, until?: number): Promise<PersonTokens> => {
    const { person, isOpenId, nonce } = authorization;
    const { name, queues } = person;
    const scope = person.scopes.join(' ');
    return {
      access_token: await sign({ scope, client_id: consoleClientId, queues, username: name }, name, audience),
      // OpenID Connect Core 1.0, section 3.1.3.3.
      ...(isOpenId && { id_token: await sign({ nonce, preferred_username: name }, name, consoleClientId) }),
      // Of one sign-in, however often it is renewed.
      refresh_token: refreshTokens.issue(authorization, until),
      scope,
    };
  };
  const authorization = createAuthorizationEndpoint({ redirectUris });

  // OpenID Connect Discovery 1.0, section 3.
  const configuration = {
    issuer: url,
    authorization_endpoint: `${url}/oauth/authorize`,
    token_endpoint: `${url}/oauth/token`,
    jwks_uri: `${url}/.well-known/jwks.json`,
    scopes_supported: [...signInScopes, ...scopes],
    response_types_supported: ['code'],
    grant_types_supported: ['client_credentials', 'authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  };
  return {
    issue,
    routes: [
      {
        method: 'POST',
        path: '/oauth/token',
        serve: (request) =>
          answerTokenRequest(request, {
            clients,
            issue,
            issueToPerson,
            redeem: authorization.redeem,
            renew: refreshTokens.redeem,
            tokenSeconds,
          }),
      },
      { method: 'GET', path: '/oauth/authorize', serve: authorization.ask },
      { method: 'POST', path: '/oauth/authorize', serve: authorization.answer },
      { method: 'GET', path: '/.well-known/jwks.json', serve: () => answerJson(200, key.jwks) },
      { method: 'GET', path: '/.well-known/openid-configuration', serve: () => answerJson(200, configuration) },
    ],
  };
}
