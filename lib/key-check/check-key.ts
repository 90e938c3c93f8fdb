import {
  DecryptCommand,
  DescribeKeyCommand,
  GenerateDataKeyCommand,
  KMSClient,
  type KMSClientConfig,
} from '@aws-sdk/client-kms';
import { ENCRYPTION_CONTEXT } from '#contract/encryption-context.ts';
import { type Finding, isUsable } from './finding.ts';
import { examine } from './metadata.ts';
import { type Asked, explainRefusal } from './refusal.ts';

/** As the functions have it, with a word in the place of a conversation: CloudTrail shows it. */
const EncryptionContext = { ...ENCRYPTION_CONTEXT, internalId: 'check-key' };

/**
 * Finds out whether the caller could use a key as the functions do: makes a data key under it and opens that again. (A
 * dry run of Decrypt would need one too.) What was asked in vain ends it. Nothing is kept.
 *
 * @param keyId the ARN or the id of a key, or of an alias `alias/<name>`. The region of an ARN is asked, else that of the
 * environment, as ever with the SDK
 * @param config for tests
 * @returns the findings; a refusal by KMS is one, so nothing is thrown
 */
export async function checkKey(keyId: string, config: KMSClientConfig = {}): Promise<readonly Finding[]> {
  const region = /^arn:[^:]+:kms:([^:]+):/.exec(keyId)?.[1];
  const requestHandler = { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
  const kms = new KMSClient({ ...(region !== undefined && { region }), requestHandler, ...config });
  try {
    const { found, arn = keyId } = await describeKey(kms, keyId);
    return isUsable(found) ? [...found, ...(await tryKey(kms, arn))] : [...found, explainUntried('use it')];
  } finally {
    kms.destroy();
  }
}

async function describeKey(
  kms: KMSClient,
  key: string,
): Promise<{ found: readonly Finding[]; arn?: string | undefined }> {
  const asked = { action: 'kms:DescribeKey', key } as const;
  const described = await catchAnswer(asked, kms.send(new DescribeKeyCommand({ KeyId: key })));
  if ('refused' in described) return { found: [described.refused] };
  const { KeyMetadata: metadata = { Arn: undefined } } = described.answer;
  return { found: examine(metadata), arn: metadata.Arn };
}

async function tryKey(kms: KMSClient, key: string): Promise<readonly Finding[]> {
  const generate = new GenerateDataKeyCommand({ KeyId: key, KeySpec: 'AES_256', EncryptionContext });
  const made = await catchAnswer({ action: 'kms:GenerateDataKey', key }, kms.send(generate));
  if ('refused' in made) return [made.refused, explainUntried('kms:Decrypt')];
  const { CiphertextBlob, Plaintext, KeyId: arn = key } = made.answer;
  Plaintext?.fill(0);
  const opened = await catchAnswer(
    { action: 'kms:Decrypt', key: arn },
    // As the functions do it: KMS sees by the ciphertext which key it is.
    kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext })),
  );
  const mayMake = {
    ok: true,
    text: `You may kms:GenerateDataKey with ${arn} under the encryption context of the functions.`,
  };
  if ('refused' in opened) return [mayMake, opened.refused];
  opened.answer.Plaintext?.fill(0);
  return [mayMake, { ok: true, text: 'You may kms:Decrypt what it made, under the same context.' }];
}

function explainUntried(action: string): Finding {
  return { ok: undefined, text: `Whether you may ${action} was not tried.` };
}

async function catchAnswer<Answer>(
  asked: Asked,
  request: Promise<Answer>,
): Promise<{ readonly answer: Answer } | { readonly refused: Finding }> {
  try {
    return { answer: await request };
  } catch (error) {
    return { refused: explainRefusal(asked, error instanceof Error ? error : new Error(String(error))) };
  }
}
