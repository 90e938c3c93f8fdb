import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AlreadyExistsException,
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisabledException,
  DisableKeyCommand,
  DryRunOperationException,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  IncorrectKeyException,
  InvalidAliasNameException,
  InvalidCiphertextException,
  KMSClient,
  KMSInvalidStateException,
  KMSServiceException,
  ListAliasesCommand,
  ListKeysCommand,
  NotFoundException,
  ReEncryptCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultAlias, type Kms, startKms } from '../../local/kms/start.ts';

const context = { conversation: 'Zk3v0q8mT1mB7vJ2xR9yLw', purpose: 'secured' };

let dataDir: string;
let kms: Kms;
let client: KMSClient;

/** As handlers are told where KMS is: by the environment alone. */
function connect(): KMSClient {
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', kms.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  return new KMSClient({ maxAttempts: 1 });
}

async function restart(): Promise<void> {
  client.destroy();
  await kms.close();
  kms = await startKms({ dataDir });
  client = connect();
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kms-'));
  kms = await startKms({ dataDir });
  client = connect();
});

afterEach(async () => {
  client.destroy();
  await kms.close();
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true });
});

async function newKey(): Promise<string> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ Description: 'another' }));
  return KeyMetadata?.KeyId ?? '';
}

async function wrapped(plaintext = 'a secret', EncryptionContext: Record<string, string> = context) {
  const command = new EncryptCommand({ KeyId: kms.keyId, Plaintext: Buffer.from(plaintext), EncryptionContext });
  return (await client.send(command)).CiphertextBlob ?? new Uint8Array();
}

async function unwrapped(CiphertextBlob: Uint8Array, EncryptionContext: Record<string, string> = context) {
  const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
  return Buffer.from(Plaintext ?? []).toString();
}

describe('data keys', () => {
  test('a generated data key is 32 random bytes, and its blob decrypts to them without naming the key', async () => {
    const command = new GenerateDataKeyCommand({ KeyId: kms.keyArn, KeySpec: 'AES_256', EncryptionContext: context });
    const [first, second] = [await client.send(command), await client.send(command)];
    expect(first.KeyId).toBe(kms.keyArn);
    expect(first.Plaintext).toHaveLength(32);
    expect(first.Plaintext).not.toEqual(second.Plaintext);
    const { CiphertextBlob } = first;
    const decrypted = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));
    expect(decrypted.Plaintext).toEqual(first.Plaintext);
    expect(decrypted.KeyId).toBe(kms.keyArn);
    expect(decrypted.EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT');
  });

  test('a data key may have AES_128 or 1 to 1,024 bytes, asked for in one way', async () => {
    const length = async (size: { KeySpec?: 'AES_128'; NumberOfBytes?: number }) =>
      (await client.send(new GenerateDataKeyCommand({ KeyId: kms.keyId, ...size }))).Plaintext?.length;
    expect(await length({ KeySpec: 'AES_128' })).toBe(16);
    expect(await length({ NumberOfBytes: 1 })).toBe(1);
    expect(await length({ NumberOfBytes: 1_024 })).toBe(1_024);
    for (const size of [{}, { KeySpec: 'AES_128' as const, NumberOfBytes: 16 }, { NumberOfBytes: 1_025 }]) {
      await expect(length(size)).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });

  test('a data key without plaintext is wrapped only', async () => {
    const command = new GenerateDataKeyWithoutPlaintextCommand({ KeyId: kms.keyId, KeySpec: 'AES_256' });
    const answer = await client.send(command);
    expect(answer).not.toHaveProperty('Plaintext');
    const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob: answer.CiphertextBlob }));
    expect(Plaintext).toHaveLength(32);
  });

  test('a key is named by id, ARN, alias or alias ARN', async () => {
    const aliasArn = kms.keyArn.replace(/key\/.*$/, defaultAlias);
    for (const KeyId of [kms.keyId, kms.keyArn, defaultAlias, aliasArn]) {
      const answer = await client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
      expect(answer.KeyId).toBe(kms.keyArn);
    }
    for (const KeyId of ['no-such-key', 'alias/no-such-alias', kms.keyArn.replace('us-east-1', 'eu-west-1')]) {
      const attempt = client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
      await expect(attempt).rejects.toBeInstanceOf(NotFoundException);
    }
  });
});

describe('encryption context', () => {
  test('what was encrypted decrypts in the same context, its pairs in any order', async () => {
    expect(await unwrapped(await wrapped(), { ...context })).toBe('a secret');
    expect(await unwrapped(await wrapped(), Object.fromEntries(Object.entries(context).reverse()))).toBe('a secret');
  });

  test('another, a missing, an added or a re-cut context is refused', async () => {
    const blob = await wrapped('a secret', { ab: 'c', d: 'e' });
    for (const other of [{ ab: 'C', d: 'e' }, { ab: 'c' }, { ab: 'c', d: 'e', f: 'g' }, { a: 'bc', d: 'e' }, {}]) {
      await expect(unwrapped(blob, { ...other })).rejects.toBeInstanceOf(InvalidCiphertextException);
    }
    expect(await unwrapped(blob, { d: 'e', ab: 'c' })).toBe('a secret');
  });
});

describe('ciphertext', () => {
  test('a changed, cut or foreign blob is refused', async () => {
    const blob = await wrapped();
    for (const at of [0, 1, 17, 29, blob.length - 1]) {
      const changed = blob.map((byte, index) => (index === at ? byte ^ 1 : byte));
      await expect(unwrapped(changed), `byte ${at}`).rejects.toBeInstanceOf(InvalidCiphertextException);
    }
    for (const cut of [blob.subarray(0, -1), blob.subarray(0, 20), blob.subarray(0, 1)]) {
      await expect(unwrapped(cut)).rejects.toBeInstanceOf(InvalidCiphertextException);
    }
  });

  test('a blob is refused under a key that did not encrypt it', async () => {
    const CiphertextBlob = await wrapped();
    const attempt = (KeyId: string) =>
      client.send(new DecryptCommand({ CiphertextBlob, KeyId, EncryptionContext: context }));
    await expect(attempt(await newKey())).rejects.toBeInstanceOf(IncorrectKeyException);
    expect((await attempt(defaultAlias)).Plaintext).toHaveLength(8);
  });

  test('plaintexts have 1 to 4,096 bytes', async () => {
    expect(await unwrapped(await wrapped('x'.repeat(4_096)))).toHaveLength(4_096);
    for (const plaintext of ['', 'x'.repeat(4_097)]) {
      await expect(wrapped(plaintext)).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });

  test('re-encryption moves to another key and context', async () => {
    const DestinationKeyId = await newKey();
    const moved = await client.send(
      new ReEncryptCommand({
        CiphertextBlob: await wrapped(),
        SourceEncryptionContext: context,
        DestinationKeyId,
        DestinationEncryptionContext: { moved: 'yes' },
      }),
    );
    expect(moved.SourceKeyId).toBe(kms.keyArn);
    expect(moved.KeyId).toContain(DestinationKeyId);
    const blob = moved.CiphertextBlob ?? new Uint8Array();
    expect(await unwrapped(blob, { moved: 'yes' })).toBe('a secret');
    await expect(unwrapped(blob)).rejects.toBeInstanceOf(InvalidCiphertextException);
  });
});

describe('the state of a key', () => {
  test('a disabled key does nothing until it is enabled again', async () => {
    const CiphertextBlob = await wrapped();
    const KeyId = kms.keyId;
    await client.send(new DisableKeyCommand({ KeyId }));
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ Enabled: false, KeyState: 'Disabled' });
    await expect(unwrapped(CiphertextBlob)).rejects.toBeInstanceOf(DisabledException);
    await expect(wrapped()).rejects.toBeInstanceOf(DisabledException);
    const generate = new GenerateDataKeyCommand({ KeyId: defaultAlias, KeySpec: 'AES_256' });
    await expect(client.send(generate)).rejects.toBeInstanceOf(DisabledException);
    const move = { CiphertextBlob, SourceEncryptionContext: context, DestinationKeyId: await newKey() };
    await expect(client.send(new ReEncryptCommand(move))).rejects.toBeInstanceOf(DisabledException);

    await client.send(new EnableKeyCommand({ KeyId }));
    expect(await unwrapped(CiphertextBlob)).toBe('a secret');
  });

  test('a key pending deletion is refused as an invalid state, and comes back disabled', async () => {
    const blob = await wrapped();
    const { keyId: KeyId } = kms;
    await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await expect(unwrapped(blob)).rejects.toBeInstanceOf(KMSInvalidStateException);
    await expect(client.send(new EnableKeyCommand({ KeyId }))).rejects.toBeInstanceOf(KMSInvalidStateException);
    await client.send(new CancelKeyDeletionCommand({ KeyId }));
    await expect(unwrapped(blob)).rejects.toBeInstanceOf(DisabledException);
    await client.send(new EnableKeyCommand({ KeyId }));
    expect(await unwrapped(blob)).toBe('a secret');
  });

  test('a key whose deletion is due is gone, with its alias, which the next start gives to a new key', async () => {
    const blob = await wrapped();
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: kms.keyId, PendingWindowInDays: 7 }));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 8 * 24 * 60 * 60_000 });
    try {
      const describeAlias = new DescribeKeyCommand({ KeyId: defaultAlias });
      await expect(client.send(describeAlias)).rejects.toBeInstanceOf(NotFoundException);
      await expect(unwrapped(blob)).rejects.toBeInstanceOf(InvalidCiphertextException);
      const gone = kms.keyId;
      await restart();
      expect(kms.keyId).not.toBe(gone);
      expect(await unwrapped(await wrapped())).toBe('a secret');
    } finally {
      vi.useRealTimers();
    }
  });

  test('a dry run tells what would happen, and gives nothing', async () => {
    const generate = new GenerateDataKeyCommand({ KeyId: kms.keyId, KeySpec: 'AES_256', DryRun: true });
    await expect(client.send(generate)).rejects.toBeInstanceOf(DryRunOperationException);
    await client.send(new DisableKeyCommand({ KeyId: kms.keyId }));
    await expect(client.send(generate)).rejects.toBeInstanceOf(DisabledException);
  });

  test('keys describe themselves as symmetric encryption keys of the customer', async () => {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: defaultAlias }));
    expect(KeyMetadata).toMatchObject({
      KeyId: kms.keyId,
      Arn: kms.keyArn,
      Enabled: true,
      KeyState: 'Enabled',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyManager: 'CUSTOMER',
    });
    expect(KeyMetadata?.CreationDate?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    const { Keys } = await client.send(new ListKeysCommand());
    expect(Keys).toEqual([{ KeyId: kms.keyId, KeyArn: kms.keyArn }]);
  });
});

describe('aliases', () => {
  test('an alias is made, moved to another key and removed', async () => {
    const [AliasName, other] = ['alias/mine', await newKey()];
    const target = async () => (await client.send(new DescribeKeyCommand({ KeyId: AliasName }))).KeyMetadata?.KeyId;
    await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: kms.keyId }));
    expect(await target()).toBe(kms.keyId);
    const again = new CreateAliasCommand({ AliasName, TargetKeyId: other });
    await expect(client.send(again)).rejects.toBeInstanceOf(AlreadyExistsException);
    await client.send(new UpdateAliasCommand({ AliasName, TargetKeyId: other }));
    expect(await target()).toBe(other);
    const { Aliases } = await client.send(new ListAliasesCommand({ KeyId: other }));
    expect(Aliases).toMatchObject([{ AliasName, TargetKeyId: other }]);
    await client.send(new DeleteAliasCommand({ AliasName }));
    await expect(target()).rejects.toBeInstanceOf(NotFoundException);
    await expect(client.send(new DeleteAliasCommand({ AliasName }))).rejects.toBeInstanceOf(NotFoundException);
  });

  test('a name that AWS would refuse is refused', async () => {
    for (const AliasName of ['mine', 'alias/', 'alias/aws/mine', 'alias/with space']) {
      const attempt = client.send(new CreateAliasCommand({ AliasName, TargetKeyId: kms.keyId }));
      await expect(attempt, AliasName).rejects.toBeInstanceOf(InvalidAliasNameException);
    }
  });
});

describe('the key file', () => {
  test('keys, aliases and states outlive a restart on the same directory', async () => {
    const { keyId: KeyId } = kms;
    const blob = await wrapped();
    await client.send(new CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: KeyId }));
    await client.send(new DisableKeyCommand({ KeyId }));
    await restart();
    expect(kms.keyId).toBe(KeyId);
    await expect(unwrapped(blob)).rejects.toBeInstanceOf(DisabledException);
    await client.send(new EnableKeyCommand({ KeyId }));
    await restart();
    expect(await unwrapped(blob)).toBe('a secret');
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: 'alias/mine' }));
    expect(KeyMetadata?.KeyId).toBe(KeyId);
  });

  test('only its owner can read it, also if somebody opened it up', async () => {
    const file = join(dataDir, 'kms.json');
    const mode = async () => (await stat(file)).mode & 0o777;
    expect(await mode()).toBe(0o600);
    await chmod(file, 0o644);
    await restart();
    expect(await mode()).toBe(0o600);
    await newKey();
    expect(await mode()).toBe(0o600);
  });

  test('a file that cannot be read is left as it is, not replaced by new keys', async () => {
    const file = join(dataDir, 'kms.json');
    await kms.close();
    await writeFile(file, '{"keys": [');
    await expect(startKms({ dataDir })).rejects.toThrow(`The key file ${file} cannot be read`);
    expect(await readFile(file, 'utf8')).toBe('{"keys": [');
    await rm(file);
    await mkdir(file);
    await expect(startKms({ dataDir })).rejects.toThrow(`The key file ${file} cannot be read`);
  });

  test('without a directory keys last as long as the process', async () => {
    const [one, other] = [await startKms(), await startKms()];
    await Promise.all([one.close(), other.close()]);
    expect(one.keyId).not.toBe(other.keyId);
    expect(one.notice).toContain('for development only');
  });
});

describe('for tests', () => {
  test('requests are counted by operation, refused ones too', async () => {
    await wrapped();
    await expect(unwrapped(new Uint8Array([1]))).rejects.toThrow();
    expect(kms.calls).toMatchObject({ Encrypt: 1, Decrypt: 1, GenerateDataKey: 0 });
  });

  test('an operation fails as told until told otherwise, and only that', async () => {
    const blob = await wrapped();
    kms.fail('Decrypt', { name: 'ThrottlingException' });
    await expect(unwrapped(blob)).rejects.toMatchObject({ name: 'ThrottlingException' });
    kms.fail('Decrypt', { name: 'KMSInternalException', status: 500 });
    const failed = await unwrapped(blob).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(KMSServiceException);
    expect(failed).toMatchObject({ name: 'KMSInternalException', $metadata: { httpStatusCode: 500 } });
    await wrapped();
    kms.fail('Decrypt');
    expect(await unwrapped(blob)).toBe('a secret');
  });

  test('an operation is slow as told', async () => {
    const blob = await wrapped();
    kms.fail('Decrypt', { delay: 200 });
    const began = performance.now();
    expect(await unwrapped(blob)).toBe('a secret');
    expect(performance.now() - began).toBeGreaterThanOrEqual(195);
  });

  test('it closes while a slow request is under way, and then does not answer', async () => {
    const blob = await wrapped();
    kms.fail('Decrypt', { delay: 60_000 });
    const slow = expect(unwrapped(blob)).rejects.toThrow();
    await vi.waitFor(() => expect(kms.calls.Decrypt).toBe(1));
    await kms.close();
    await slow;
    await expect(wrapped()).rejects.toThrow('ECONNREFUSED');
  });
});

describe('the protocol', () => {
  async function post(target: string, body: string) {
    const answer = await fetch(kms.url, { method: 'POST', headers: { 'x-amz-target': target }, body });
    const { __type: type } = (await answer.json()) as { __type: string };
    return `${answer.status} ${type}`;
  }

  test('what KMS does not know, or cannot read, is refused as KMS does', async () => {
    expect(await post('TrentService.Sign', '{}')).toBe('400 UnknownOperationException');
    expect(await post('TrentService.toString', '{}')).toBe('400 UnknownOperationException');
    expect(await post('DynamoDB_20120810.GetItem', '{}')).toBe('400 UnknownOperationException');
    expect(await post('TrentService.Decrypt', '{')).toBe('400 SerializationException');
    expect(await post('TrentService.Decrypt', '[]')).toBe('400 SerializationException');
    expect(await post('TrentService.Decrypt', '{"CiphertextBlob": 1}')).toBe('400 ValidationException');
    expect(await post('TrentService.ListKeys', '{}')).toContain('200');
  });

  test('a context that is no map of strings is refused', async () => {
    for (const bad of ['"x"', '[]', '{"a": 1}', '{"a": null}']) {
      const body = `{"KeyId": "${kms.keyId}", "KeySpec": "AES_256", "EncryptionContext": ${bad}}`;
      expect(await post('TrentService.GenerateDataKey', body), bad).toBe('400 ValidationException');
    }
  });
});
