import { afterEach, describe, expect, test } from 'vitest';
import { checkKey } from '../../lib/key-check/check-key.ts';
import { isUsable } from '../../lib/key-check/finding.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

const arn = 'arn:aws:kms:eu-west-3:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const usable = {
  KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  Arn: arn,
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeySpec: 'SYMMETRIC_DEFAULT',
};
const denied = { __type: 'AccessDeniedException', message: 'no' };

let aws: FakeAws;
afterEach(() => aws.close());

/** The findings when KMS answers so. */
async function findingsFor(answers: Readonly<Record<string, object>>, keyId = arn) {
  aws = await startFakeAws(answers);
  const { region: _, ...config } = aws.config;
  return checkKey(keyId, { ...config, maxAttempts: 1 });
}

describe('the check of a key', () => {
  test.each([
    ['an asymmetric key', { KeySpec: 'RSA_4096' }, 'It is ENCRYPT_DECRYPT, RSA_4096'],
    ['a key for signatures', { KeyUsage: 'SIGN_VERIFY', KeySpec: 'ECC_NIST_P256' }, 'It is SIGN_VERIFY, ECC_NIST_P256'],
    [
      'a key for HMACs',
      { KeyUsage: 'GENERATE_VERIFY_MAC', KeySpec: 'HMAC_256' },
      'It is GENERATE_VERIFY_MAC, HMAC_256',
    ],
    ['a key that AWS manages', { KeyManager: 'AWS' }, 'It is managed by AWS'],
    ['a key without material', { KeyState: 'PendingImport' }, 'its state is PendingImport'],
    ['a key whose store is away', { KeyState: 'Unavailable' }, 'its state is Unavailable'],
    ['a key that is being made', { KeyState: 'Creating' }, 'its state is Creating'],
  ])('refuses %s, with the fix, and does not try to use it', async (_, change, text) => {
    const findings = await findingsFor({ DescribeKey: { KeyMetadata: { ...usable, ...change } } });
    expect(isUsable(findings)).toBe(false);
    const failed = findings.filter(({ ok }) => ok === false);
    expect(failed).toEqual([{ ok: false, text: expect.stringContaining(text), fix: [expect.stringMatching(/./)] }]);
    expect(aws.sent.map(({ operation }) => operation)).toEqual(['DescribeKey']);
  });

  test('finds by its use that a key is asymmetric, where the caller may not look at it', async () => {
    const GenerateDataKey = { __type: 'InvalidKeyUsageException', message: 'RSA' };
    const findings = await findingsFor({ DescribeKey: denied, GenerateDataKey });
    expect(isUsable(findings)).toBe(false);
    expect(findings[1]?.text).toBe('The key is not symmetric and for encryption. InvalidKeyUsageException: RSA');
  });

  test('finds by its use that a key is disabled, where the caller may not look at it', async () => {
    const GenerateDataKey = { __type: 'DisabledException', message: 'off' };
    const findings = await findingsFor({ DescribeKey: denied, GenerateDataKey });
    expect(isUsable(findings)).toBe(false);
    expect(findings[1]?.text).toBe('The key is not enabled. DisabledException: off');
  });

  test("names the caller's account in the statement for the key's policy, when KMS tells it", async () => {
    const message =
      'User: arn:aws:sts::999999999999:assumed-role/ci/me is not authorized to perform: kms:GenerateDataKey';
    const findings = await findingsFor({
      DescribeKey: { KeyMetadata: usable },
      GenerateDataKey: { ...denied, message },
    });
    const { fix = [] } = findings.find(({ ok }) => ok === false) ?? {};
    expect(JSON.parse(fix[3] ?? '')).toMatchObject({ Principal: { AWS: 'arn:aws:iam::999999999999:root' } });
  });

  test('asks the region of an ARN, under the encryption context that the policies ask for', async () => {
    const Plaintext = Buffer.alloc(32, 7).toString('base64');
    const findings = await findingsFor({
      DescribeKey: { KeyMetadata: usable },
      GenerateDataKey: { KeyId: arn, Plaintext, CiphertextBlob: 'd3JhcHBlZA==' },
      Decrypt: { KeyId: arn, Plaintext },
    });
    expect(isUsable(findings)).toBe(true);
    const EncryptionContext = { application: 'conversation-attributes', internalId: 'check-key' };
    expect(aws.sent.map(({ operation, body }) => [operation, body])).toEqual([
      ['DescribeKey', { KeyId: arn }],
      ['GenerateDataKey', { KeyId: arn, KeySpec: 'AES_256', EncryptionContext }],
      ['Decrypt', { CiphertextBlob: 'd3JhcHBlZA==', EncryptionContext }],
    ]);
    for (const { authorization } of aws.sent) expect(authorization).toContain('/eu-west-3/kms/');
    expect(JSON.stringify(findings)).not.toContain(Plaintext);
  });
});
