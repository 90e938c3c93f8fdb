import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type KMSClient, ReEncryptCommand } from '@aws-sdk/client-kms';
import { type DynamoDBDocumentClient, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { makeEncryptionContext } from '#kms/encryption-context.ts';

/** What data keys are wrapped anew with. */
export interface RewrapOptions {
  readonly dynamodb: DynamoDBDocumentClient;
  readonly kms: KMSClient;
  /** The table of data keys. */
  readonly table: string;
  /** ARN of the KMS key that is to wrap them. */
  readonly kmsKeyArn: string;
  /** Data keys a second, at most. */
  readonly rate: number;
  /** Told how far it is, after each batch. */
  readonly progress: (counts: RewrapCounts) => void;
  /** Waits so many milliseconds. @default a timer */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** How many rows were what. */
export interface RewrapCounts {
  /** Wrapped anew under the KMS key. */
  readonly rewrapped: number;
  /** Under it already. */
  readonly done: number;
  /** Removed, before or meanwhile: there is nothing to wrap. */
  readonly removed: number;
  /** KMS says that they were changed, or are another conversation's: no key opens them. */
  readonly unreadable: number;
}

/** A row of the table of data keys. */
interface Row {
  readonly internalId: string;
  readonly wrapped?: Uint8Array;
  readonly kmsKey?: string;
}

/** How many are wrapped at once. */
const MAX_PARALLEL = 10;

/**
 * Wraps every data key anew under a KMS key, inside KMS: no plaintext leaves it. Each row says which key wraps it, so
 * that another run can continue one that was ended. Values stay as they are; functions may read and write meanwhile.
 *
 * @throws the error of KMS or DynamoDB that ends it, such as AccessDeniedException; what was wrapped before stays so.
 */
export async function rewrapDataKeys(options: RewrapOptions): Promise<RewrapCounts> {
  const { dynamodb: client, table, rate, progress, pause = sleep } = options;
  const counts = { rewrapped: 0, done: 0, removed: 0, unreadable: 0 };
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (let start = 0; start < Items.length; start += MAX_PARALLEL) {
      const began = performance.now();
      const outcomes = await Promise.all(
        Items.slice(start, start + MAX_PARALLEL).map((row) => rewrap(options, row as Row)),
      );
      for (const outcome of outcomes) counts[outcome] += 1;
      progress(counts);
      const asked = outcomes.filter((outcome) => outcome === 'rewrapped' || outcome === 'unreadable').length;
      const due = (asked * 1_000) / rate - (performance.now() - began);
      if (due > 0) await pause(due);
    }
  }
  return counts;
}

async function rewrap(options: RewrapOptions, { internalId, wrapped, kmsKey }: Row): Promise<keyof RewrapCounts> {
  const { dynamodb, kms, table, kmsKeyArn } = options;
  if (wrapped === undefined) return 'removed';
  if (kmsKey === kmsKeyArn) return 'done';
  const context = makeEncryptionContext(internalId);
  try {
    const { CiphertextBlob } = await kms.send(
      new ReEncryptCommand({
        CiphertextBlob: wrapped,
        SourceEncryptionContext: context,
        DestinationEncryptionContext: context,
        DestinationKeyId: kmsKeyArn,
      }),
    );
    await dynamodb.send(
      new UpdateCommand({
        TableName: table,
        Key: { internalId },
        UpdateExpression: 'SET #wrapped=:new, kmsKey=:key',
        // It may be removed meanwhile, and must stay so.
        ConditionExpression: '#wrapped=:old',
        ExpressionAttributeNames: { '#wrapped': 'wrapped' },
        ExpressionAttributeValues: { ':new': CiphertextBlob, ':key': kmsKeyArn, ':old': wrapped },
      }),
    );
    return 'rewrapped';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'removed';
    if (error instanceof Error && error.name === 'InvalidCiphertextException') return 'unreadable';
    throw error;
  }
}
