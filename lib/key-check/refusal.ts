import { keyActions, makeKeyPolicyStatement, UNDER_ENCRYPTION_CONTEXT } from '../kms-policy.ts';
import type { Finding } from './finding.ts';

/** What was asked of KMS. */
export interface Asked {
  /** The action, as IAM names it. */
  readonly action: 'kms:DescribeKey' | (typeof keyActions)[number];
  /** The ARN of the key, or what is known of it. */
  readonly key: string;
}

/** What it means that KMS refused, or did not answer, and what to do. */
export function explainRefusal({ action, key }: Asked, { name, message }: Error): Finding {
  const said = `${name}: ${message}`;
  switch (name) {
    case 'NotFoundException':
    case 'InvalidArnException':
    case 'ValidationException':
      return {
        ok: false,
        text: `There is no key ${JSON.stringify(key)}. ${said}`,
        fix: ['Give the ARN of a key, or its alias as alias/<name>; for a key of another account its ARN.'],
      };
    case 'DisabledException':
    case 'KMSInvalidStateException':
      return { ok: false, text: `The key is not enabled. ${said}`, fix: ['Ask its owner to enable it.'] };
    case 'InvalidKeyUsageException':
      return {
        ok: false,
        text: `The key is not symmetric and for encryption. ${said}`,
        fix: ['Give another key, for this never changes. To make one: aws kms create-key'],
      };
    case 'AccessDeniedException':
      return action === 'kms:DescribeKey'
        ? {
            ok: undefined,
            text: `You may not ${action}, which the functions do not need either: only its use is tried. ${said}`,
          }
        : { ok: false, text: `You may not ${action}. ${said}`, fix: formatStatements(key, message) };
    case 'CredentialsProviderError':
    case 'ExpiredTokenException':
    case 'InvalidSignatureException':
    case 'UnrecognizedClientException':
      return {
        ok: false,
        text: `KMS does not know who you are. ${said}`,
        fix: ['Sign in: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'],
      };
    default:
      return {
        ok: false,
        text: `KMS did not answer ${action}. ${said}`,
        fix: ['See that AWS_REGION and AWS_ENDPOINT_URL_KMS, where set, are right and KMS can be reached; try again.'],
      };
  }
}

/** The statements of policies without which a caller may not use the key. */
function formatStatements(key: string, message: string): readonly string[] {
  // KMS names the caller in its refusal.
  const account = /arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(message)?.[1] ?? '<your account>';
  const partition = key.split(':')[1] ?? 'aws';
  const own = { Effect: 'Allow', Action: keyActions, Resource: key, Condition: UNDER_ENCRYPTION_CONTEXT };
  return [
    'Add to a policy of yours:',
    JSON.stringify(own),
    "If the key is in another account, or its policy does not leave the decision to IAM, add to the key's policy too:",
    JSON.stringify(makeKeyPolicyStatement(`arn:${partition}:iam::${account}:root`)),
  ];
}
