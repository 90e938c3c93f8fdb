import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll } from 'vitest';
import { contract } from '../contract/document.ts';

/** Every scope that the document names. */
export const allScopes = Object.keys(contract.components.securitySchemes.token.flows.clientCredentials.scopes);

/** A data directory of its own: the issuer leaves its key there, so that tests can sign like it. It is removed at the end. */
export function useDataDir(): string {
  const parent = mkdtempSync(join(tmpdir(), 'access-'));
  afterAll(() => rmSync(parent, { recursive: true }));
  return join(parent, 'data');
}

/** Signs tokens as the issuer of a server does, or nearly. */
export interface Signer {
  /** A good token, with these claims instead of its own. */
  sign(claims?: JWTPayload): Promise<string>;
  /** Tokens that are good but for one thing, by what that is. */
  readonly flawed: Readonly<Record<string, () => Promise<string | null>>>;
}

/** The signer of the server at this address. @param dataDir where its issuer keeps its key */
export async function signerOf(url: string, dataDir: string): Promise<Signer> {
  const key = createPrivateKey(readFileSync(join(dataDir, 'issuer-key.pem')));
  const publicKey = createPublicKey(key);
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const now = () => Math.floor(Date.now() / 1000);
  const good = (): JWTPayload => {
    const lasting = { iat: now(), exp: now() + 3_600 };
    const own = { sub: 'local', client_id: 'local', scope: allScopes.join(' '), queues: '*' };
    return { iss: url, aud: 'conversation-attributes', ...lasting, ...own };
  };
  const signed = (claims: JWTPayload, header = { alg: 'RS256', kid }, by: KeyObject = key) =>
    new SignJWT({ ...good(), ...claims }).setProtectedHeader(header).sign(by);
  // Signing takes longer than a request that is refused: each token is signed once.
  const tokens = new Map<string, Promise<string>>();
  const sign = (claims: JWTPayload) => {
    const key = JSON.stringify(claims);
    const token = tokens.get(key) ?? signed(claims);
    tokens.set(key, token);
    return token;
  };
  const once = (make: () => Promise<string | null>) => {
    let token: Promise<string | null> | undefined;
    return () => {
      token ??= make();
      return token;
    };
  };
  const secretOf = (text: string) => createSecretKey(text, 'utf8');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    sign: (claims = {}) => sign(claims),
    flawed: mapValues(once, {
      'no token': async () => null,
      'a token that is garbage': async () => 'garbage',
      'a token that has expired': () => signed({ iat: now() - 60, exp: now() - 1 }),
      'a token that is not valid yet': () => signed({ nbf: now() + 300 }),
      'a token of another issuer': () => signed({ iss: 'https://issuer.example' }),
      'a token for another audience': () => signed({ aud: 'another-api' }),
      'a token of alg none': async () => new UnsecuredJWT(good()).encode(),
      'a token signed in HS256 with the public key as PEM': () => signed({}, { alg: 'HS256', kid }, secretOf(pem)),
      'a token signed in HS256 with the public key as JWK': async () =>
        signed({}, { alg: 'HS256', kid }, secretOf(JSON.stringify(await exportJWK(publicKey)))),
      'a token with an unknown key id': () => signed({}, { alg: 'RS256', kid: 'unknown' }),
      'a token signed by a stranger with the key id of the issuer': () => signed({}, { alg: 'RS256', kid }, stranger),
    }),
  };
}

function mapValues<T>(change: (value: T) => T, values: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
