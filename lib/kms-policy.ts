/**
 * What every data key is wrapped under, beside the internal id of its conversation (src/kms/kms-vault.ts). KMS compares it,
 * CloudTrail shows it, and policies can ask for it.
 */
export const encryptionContext = { application: 'conversation-attributes' } as const;

/** A condition of IAM: met by a request under {@link encryptionContext} and by none without it. */
export const underEncryptionContext = {
  StringEquals: { 'kms:EncryptionContext:application': encryptionContext.application },
} as const;

/** The actions of `npm run rewrap-keys`, for who changes from one key to another. */
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
export function keyPolicyStatement(account: string): object {
  return {
    Sid: 'ConversationAttributes',
    Effect: 'Allow',
    Principal: { AWS: account },
    Action: [...keyActions, ...changeActions],
    // In a key's policy this is the key.
    Resource: '*',
    Condition: underEncryptionContext,
  };
}
