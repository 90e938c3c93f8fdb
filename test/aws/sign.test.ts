import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonRequest, Signer } from '#aws/sign.ts';

const secrets = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const contentType = 'application/x-amz-json-1.0';

/** What the SDK's own signer makes of a request. */
async function signBySdk(request: JsonRequest, token: string | undefined, at: Date): Promise<string | undefined> {
  const signer = new SignatureV4({
    service: 'dynamodb',
    region: 'eu-central-1',
    credentials: { ...secrets, ...(token !== undefined && { sessionToken: token }) },
    sha256: Sha256,
    applyChecksum: false,
  });
  const { host, path, target, body } = request;
  const headers = { host, 'content-type': contentType, 'x-amz-target': target };
  const signed = await signer.sign(new HttpRequest({ method: 'POST', path, headers, body }), { signingDate: at });
  return signed.headers.authorization;
}

test('a request is signed as the SDK signs it, whatever its body, its token and its time', async () => {
  const signers = new Map<string | undefined, Signer>();
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.option(fc.constantFrom('TOKEN//', 'another+token=='), { nil: undefined }),
      fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      fc.constantFrom('GetItem', 'UpdateItem'),
      async (body, token, at, operation) => {
        // One for all of them, as in a container: the key of the day must be that of the day.
        const credentials = { ...secrets, ...(token !== undefined && { sessionToken: token }) };
        const signer = signers.get(token) ?? new Signer('dynamodb', 'eu-central-1', credentials);
        signers.set(token, signer);
        const target = `DynamoDB_20120810.${operation}`;
        const request = { host: 'dynamodb.eu-central-1.amazonaws.com', path: '/', contentType, target, body };
        const headers = signer.sign(request, at);
        expect(headers.authorization).toBe(await signBySdk(request, token, at));
        expect(headers['x-amz-security-token']).toBe(token);
      },
    ),
  );
});
