import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet } from 'jose';
import { StartError } from '../config.ts';
import { keepSecret } from '../data-dir.ts';

/** The key that signs access tokens. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** Its RFC 7638 thumbprint. */
  readonly kid: string;
  /** What the world may know, for `/.well-known/jwks.json`. */
  readonly jwks: JSONWebKeySet;
}

/** Gives an RSA private key in PEM. */
export type MakeSigningKey = () => string | Promise<string>;

const fileName = 'issuer-key.pem';

/**
 * Gives the RS256 key of the data directory, made at the first start and kept, so that tokens outlive a restart.
 * @param make - makes it, in PEM
 * @throws StartError when the file holds no RSA key.
 */
export async function openSigningKey(dataDir: string, make: MakeSigningKey = makeSigningKey): Promise<SigningKey> {
  const privateKey = parse(await keepSecret(dataDir, fileName, make), dataDir);
  const jwk = await exportJWK(createPublicKey(privateKey));
  const kid = await calculateJwkThumbprint(jwk);
  return { privateKey, kid, jwks: { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] } };
}

/** Makes an RSA private key of 2,048 bits, in PEM: about 0.1 s of work. */
export async function makeSigningKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function parse(pem: string, dataDir: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // Said below.
  }
  throw new StartError(
    `${dataDir}/${fileName} holds no RSA private key in PEM. Delete it: a new one is made, old tokens end.`,
  );
}
