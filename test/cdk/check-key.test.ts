import { DisableKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkKey } from '../../lib/key-check/check-key.ts';
import { isUsable, report } from '../../lib/key-check/finding.ts';
import { type Kms, startKms } from '../../local/kms/start.ts';

const condition = { StringEquals: { 'kms:EncryptionContext:application': 'conversation-attributes' } };
const actions = ['kms:GenerateDataKey', 'kms:Decrypt'];

let kms: Kms;
beforeEach(async () => {
  kms = await startKms();
  return () => kms.close();
});

const configFor = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});
const check = async (keyId: string) => {
  const findings = await checkKey(keyId, configFor(kms.url));
  return { usable: isUsable(findings), lines: report(findings).trimEnd().split('\n'), findings };
};

describe('the check of a key', () => {
  test('says line by line that it is there, enabled, symmetric and granted', async () => {
    const { usable, lines } = await check(kms.keyArn);
    expect(lines).toEqual([
      `ok      The key is there: ${kms.keyArn}`,
      'ok      It is managed by its account.',
      'ok      It is enabled.',
      'ok      It is symmetric and for encryption: ENCRYPT_DECRYPT, SYMMETRIC_DEFAULT.',
      `ok      You may kms:GenerateDataKey with ${kms.keyArn} under the encryption context of the functions.`,
      'ok      You may kms:Decrypt what it made, under the same context.',
      'The key can be used.',
    ]);
    expect(usable).toBe(true);
    expect(kms.calls).toMatchObject({ DescribeKey: 1, GenerateDataKey: 1, Decrypt: 1 });
  });

  test('takes an alias, and tells which key that is', async () => {
    const { usable, lines } = await check('alias/conversation-attributes');
    expect(usable).toBe(true);
    expect(lines[0]).toBe(`ok      The key is there: ${kms.keyArn}`);
  });

  test('finds a disabled key, says how to enable it, and does not try to use it', async () => {
    const client = new KMSClient(configFor(kms.url));
    await client.send(new DisableKeyCommand({ KeyId: kms.keyId }));
    client.destroy();
    const { usable, lines } = await check(kms.keyArn);
    expect(usable).toBe(false);
    expect(lines).toContain('FAILED  It is not enabled, its state is Disabled.');
    expect(lines).toContain(`        Enable it: aws kms enable-key --key-id ${kms.keyArn}`);
    expect(lines.slice(-2)).toEqual(['?       Whether you may use it was not tried.', 'The key cannot be used yet.']);
    expect(kms.calls).toMatchObject({ GenerateDataKey: 0, Decrypt: 0 });
  });

  test('finds a key that is about to be deleted, and says how to keep it', async () => {
    const client = new KMSClient(configFor(kms.url));
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: kms.keyId }));
    client.destroy();
    const { usable, lines } = await check(kms.keyArn);
    expect(usable).toBe(false);
    expect(lines).toContain('FAILED  It is not enabled, its state is PendingDeletion.');
    expect(lines.join('\n')).toContain(`aws kms cancel-key-deletion --key-id ${kms.keyArn}`);
  });

  test.each([
    'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'alias/another',
    'conversation-attributes',
  ])('finds that there is no key %s', async (keyId) => {
    const { usable, findings } = await check(keyId);
    expect(usable).toBe(false);
    expect(findings[0]?.text).toMatch(`There is no key "${keyId}". NotFoundException: `);
    expect(findings[0]?.fix?.join()).toContain('alias/<name>');
  });

  test('finds that the caller may not make data keys, and gives the statements that are missing', async () => {
    kms.fail('GenerateDataKey', { name: 'AccessDeniedException' });
    const { usable, findings } = await check(kms.keyArn);
    expect(usable).toBe(false);
    const [denied, untried, ...none] = findings.filter(({ ok }) => ok !== true);
    expect(denied?.text).toBe('You may not kms:GenerateDataKey. AccessDeniedException: Injected by a test');
    const [, own = '', , ofKey = ''] = denied?.fix ?? [];
    expect(JSON.parse(own)).toEqual({
      Effect: 'Allow',
      Action: actions,
      Resource: kms.keyArn,
      Condition: condition,
    });
    expect(JSON.parse(ofKey)).toMatchObject({
      Principal: { AWS: 'arn:aws:iam::<your account>:root' },
      Action: [...actions, 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      Resource: '*',
      Condition: condition,
    });
    expect([untried?.text, none]).toEqual(['Whether you may kms:Decrypt was not tried.', []]);
  });

  test('finds that the caller may make data keys but not open them', async () => {
    kms.fail('Decrypt', { name: 'AccessDeniedException' });
    const { usable, findings } = await check('alias/conversation-attributes');
    expect(usable).toBe(false);
    const [made, denied] = findings.slice(-2);
    expect([made?.ok, made?.text]).toEqual([true, expect.stringContaining('You may kms:GenerateDataKey')]);
    expect(denied?.text).toContain('You may not kms:Decrypt.');
    expect(JSON.parse(denied?.fix?.[1] ?? '')).toMatchObject({ Resource: kms.keyArn });
  });

  test('needs no leave to look at the key, as the functions do not', async () => {
    kms.fail('DescribeKey', { name: 'AccessDeniedException' });
    const { usable, lines } = await check(kms.keyArn);
    expect(lines[0]).toContain('?       You may not kms:DescribeKey');
    expect(lines).toHaveLength(4);
    expect(usable).toBe(true);
  });

  test('says that KMS does not answer, and what to look at', async () => {
    const findings = await checkKey(kms.keyArn, configFor('http://127.0.0.1:1'));
    expect(isUsable(findings)).toBe(false);
    expect(findings[0]?.text).toContain('KMS did not answer kms:DescribeKey. ');
    expect(findings[0]?.fix?.join()).toContain('AWS_ENDPOINT_URL_KMS');
  });

  test('says that the caller is not signed in', async () => {
    const credentials = () => Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    const findings = await checkKey(kms.keyArn, { ...configFor(kms.url), credentials });
    expect(isUsable(findings)).toBe(false);
    expect(findings[0]?.fix?.join()).toContain('AWS_PROFILE');
  });
});
