import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Credentials } from '#aws/environment-credentials.ts';

/** A request as every service of AWS takes it that speaks JSON: a POST, named by the header `x-amz-target`. */
export interface JsonRequest {
  readonly host: string;
  readonly path: string;
  readonly contentType: string;
  readonly target: string;
  readonly body: string;
}

/**
 * Signs requests to one service in one region (Signature Version 4). It does what `SignatureV4` of the SDK does with such a request, which
 * the tests hold it to, and keeps the key of the day.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export class Signer {
  readonly #service: string;
  readonly #region: string;
  readonly #credentials: Credentials;
  #key: { readonly day: string; readonly secret: KeyObject } | undefined;

  constructor(service: string, region: string, credentials: Credentials) {
    this.#service = service;
    this.#region = region;
    this.#credentials = credentials;
  }

  /** The headers of a request that is sent at this time. */
  sign({ host, path, contentType, target, body }: JsonRequest, at: Date): Record<string, string> {
    const { accessKeyId, sessionToken } = this.#credentials;
    const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
    const day = time.slice(0, 8);
    const token = sessionToken === undefined ? '' : `x-amz-security-token:${sessionToken}\n`;
    const canonicalHeaders = `content-type:${contentType}\nhost:${host}\nx-amz-date:${time}\n${token}x-amz-target:${target}\n`;
    const signedHeaders = `content-type;host;x-amz-date${token && ';x-amz-security-token'};x-amz-target`;
    const canonical = `POST\n${path}\n\n${canonicalHeaders}\n${signedHeaders}\n${hash('sha256', body)}`;
    const scope = `${day}/${this.#region}/${this.#service}/aws4_request`;
    const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonical)}`;
    const signature = createHmac('sha256', this.#keyOf(day)).update(text).digest('hex');
    return {
      'content-type': contentType,
      host,
      'x-amz-date': time,
      'x-amz-target': target,
      ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    };
  }

  #keyOf(day: string): KeyObject {
    if (this.#key?.day !== day) this.#key = { day, secret: this.#deriveKey(day) };
    return this.#key.secret;
  }

  #deriveKey(day: string): KeyObject {
    const parts = [day, this.#region, this.#service, 'aws4_request'];
    const first: string | Buffer = `AWS4${this.#credentials.secretAccessKey}`;
    return createSecretKey(
      parts.reduce<Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(first)),
    );
  }
}
