import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeTableCommand,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { tables } from '#tables';

/** The tables that may be restored. The journal of erasures may not: it has what the others must not bring back. */
export const RESTORABLE = ['conversations', 'dataKeys', 'settings'] as const;

/** A table, and the time it is restored to. */
export interface RestoreOptions {
  readonly dynamodb: DynamoDBClient;
  readonly kind: (typeof RESTORABLE)[number];
  /** The name of the table that has the backups. */
  readonly from: string;
  /** The name of the table that is made. */
  readonly to: string;
  /** @default the latest time, some five minutes ago */
  readonly time?: Date;
  /** Days, 1 to 35, in which the new one can be restored in its turn. Of data keys always 1. */
  readonly recoveryDays: number;
  /** Waits so many milliseconds. @default a timer */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** Milliseconds between two looks at a table that is being made. It takes many minutes, whatever its size. */
const POLL_INTERVAL_MS = 10_000;

/**
 * Restores a table under another name, and gives it what a restore leaves out: time to live, backups and the
 * protection from deletion. If it is interrupted, run it again with the same names: it continues.
 */
export async function restoreTable(options: RestoreOptions): Promise<void> {
  const { dynamodb, kind, from, to, time, recoveryDays, pause = sleep } = options;
  if ((await readStatus(dynamodb, to)) === undefined) {
    await dynamodb.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: from,
        TargetTableName: to,
        ...(time === undefined ? { UseLatestRestorableTime: true } : { RestoreDateTime: time }),
      }),
    );
  }
  while ((await readStatus(dynamodb, to)) !== 'ACTIVE') await pause(POLL_INTERVAL_MS);
  const { timeToLive, backupDays = recoveryDays } = tables[kind];
  if (timeToLive !== undefined) await enableTimeToLive(dynamodb, to, timeToLive);
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: backupDays };
  for (;;) {
    try {
      await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName: to, PointInTimeRecoverySpecification }));
      break;
    } catch (error) {
      // A table that was just made.
      if (!(error instanceof Error && error.name === 'ContinuousBackupsUnavailableException')) throw error;
      await pause(POLL_INTERVAL_MS);
    }
  }
  await dynamodb.send(new UpdateTableCommand({ TableName: to, DeletionProtectionEnabled: true }));
}

async function readStatus(dynamodb: DynamoDBClient, name: string): Promise<string | undefined> {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function enableTimeToLive(dynamodb: DynamoDBClient, name: string, attribute: string): Promise<void> {
  try {
    const TimeToLiveSpecification = { AttributeName: attribute, Enabled: true };
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  } catch (error) {
    // An earlier run has done it.
    if (!(error instanceof Error && error.message === 'TimeToLive is already enabled')) throw error;
  }
}
