import type { Finding } from './finding.ts';

/** What KMS says of a key: the part of DescribeKey's answer that counts here. */
export interface KeyMetadata {
  readonly Arn?: string | undefined;
  readonly KeyManager?: string | undefined;
  readonly KeyState?: string | undefined;
  readonly KeyUsage?: string | undefined;
  readonly KeySpec?: string | undefined;
}

/** Whether a key is there, its owner's, enabled and symmetric, each with the fix if not. */
export function examine(key: KeyMetadata): readonly Finding[] {
  const { Arn: arn = 'without ARN', KeyManager: manager, KeyState: state, KeyUsage: usage, KeySpec: spec } = key;
  const isSymmetric = usage === 'ENCRYPT_DECRYPT' && spec === 'SYMMETRIC_DEFAULT';
  return [
    { ok: true, text: `The key is there: ${arn}` },
    manager === 'CUSTOMER'
      ? { ok: true, text: 'It is managed by its account.' }
      : {
          ok: false,
          text: `It is managed by ${manager}, so its use can't be granted.`,
          fix: ['Give a key of your own. To make one: aws kms create-key'],
        },
    state === 'Enabled'
      ? { ok: true, text: 'It is enabled.' }
      : { ok: false, text: `It is not enabled, its state is ${state}.`, fix: [suggestRemedy(state, arn)] },
    isSymmetric
      ? { ok: true, text: `It is symmetric and for encryption: ${usage}, ${spec}.` }
      : {
          ok: false,
          text: `It is ${usage}, ${spec}, and must be ENCRYPT_DECRYPT, SYMMETRIC_DEFAULT.`,
          fix: ['Give another key, for this never changes. To make one: aws kms create-key'],
        },
  ];
}

function suggestRemedy(state: string | undefined, arn: string): string {
  switch (state) {
    case 'Disabled':
      return `Enable it: aws kms enable-key --key-id ${arn}`;
    case 'PendingDeletion':
    case 'PendingReplicaDeletion':
      return `Keep it: aws kms cancel-key-deletion --key-id ${arn}; then enable it: aws kms enable-key --key-id ${arn}`;
    case 'PendingImport':
      return 'Import its key material.';
    case 'Unavailable':
      return 'Connect its custom key store.';
    default:
      return 'Wait a minute, and check again.';
  }
}
