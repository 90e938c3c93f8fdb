import { ENCRYPTION_CONTEXT } from '#contract/encryption-context.ts';

/** A condition of IAM: met by a request under {@link ENCRYPTION_CONTEXT} and by none without it. */
export const UNDER_ENCRYPTION_CONTEXT = {
  StringEquals: { 'kms:EncryptionContext:application': ENCRYPTION_CONTEXT.application },
} as const;

/** The actions of `npm run rewrap-keys`, for a change from one key to another. */
const changeActions = ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] as const;

/** The actions on the customer's key that the functions share among them. No function has more than it calls. */
export const keyActions = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;

/**
 * What the policy of a key must hold, so that the policies of an account's roles and users decide about these actions
 * on it. A key of another account has it only if its owner adds it; the policy that AWS gives a key says so of the key's
 * own account.
 *
 * @param account the ARN of the account's root
 */
export function makeKeyPolicyStatement(account: string): object {
  return {
    Sid: 'ConversationAttributes',
    Effect: 'Allow',
    Principal: { AWS: account },
    Action: [...keyActions, ...changeActions],
    // In a key's policy this is the key.
    Resource: '*',
    Condition: UNDER_ENCRYPTION_CONTEXT,
  };
}
