import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { scopes } from '#contract/operations.ts';
import { answerJson } from '../gateway/answer.ts';
import type { OpenRoute } from '../gateway/receive.ts';
import type { Client } from './clients.ts';
import type { SigningKey } from './signing-key.ts';
import { answerTokenRequest, type IssueToken } from './token-endpoint.ts';

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
}

/** The issuer of access tokens: how to get one from inside, and its routes. */
export interface Issuer {
  readonly issue: IssueToken;
  readonly routes: readonly OpenRoute[];
}

/** Makes the local stand-in for Cognito or another OAuth 2 issuer. */
export function createIssuer({ url, key, clients, tokenSeconds }: IssuerOptions): Issuer {
  const issue: IssueToken = (client, scope) =>
    new SignJWT({ scope, client_id: client.id, queues: client.queues })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
      .setIssuer(url)
      .setAudience(audience)
      .setSubject(client.id)
      .setIssuedAt()
      .setExpirationTime(`${tokenSeconds}s`)
      .setJti(randomUUID())
      .sign(key.privateKey);

  // OpenID Connect Discovery 1.0, section 3; what an authorizer needs to find the keys.
  const configuration = {
    issuer: url,
    // It must be there, though no grant of this issuer uses it: hosts of AI agents read nothing without it.
    authorization_endpoint: `${url}/oauth/authorize`,
    token_endpoint: `${url}/oauth/token`,
    jwks_uri: `${url}/.well-known/jwks.json`,
    scopes_supported: scopes,
    response_types_supported: ['token'],
    grant_types_supported: ['client_credentials'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
  return {
    issue,
    routes: [
      {
        method: 'POST',
        path: '/oauth/token',
        serve: (request) => answerTokenRequest(request, { clients, issue, tokenSeconds }),
      },
      { method: 'GET', path: '/.well-known/jwks.json', serve: () => answerJson(200, key.jwks) },
      { method: 'GET', path: '/.well-known/openid-configuration', serve: () => answerJson(200, configuration) },
    ],
  };
}
