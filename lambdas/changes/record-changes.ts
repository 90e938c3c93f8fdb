import { listLogSteps } from '#domain/change-log.ts';
import { DynamoDbChangeLog } from '#dynamodb/change-log.ts';
import { makeDocumentClient } from '#dynamodb/client.ts';
import { decodeImage, type Image, readItemKey } from '#dynamodb/stream.ts';
import { log } from '#http/wiring/log.ts';
import { readRequiredVariable } from '#http/wiring/read-environment.ts';
import { type Recorded, record } from './record.ts';

/** A record of a stream of DynamoDB, as far as it is read. */
interface StreamRecord {
  readonly SequenceNumber?: string;
  /** Epoch seconds. */
  readonly ApproximateCreationDateTime?: number;
  readonly OldImage?: Image;
  readonly NewImage?: Image;
}

const changes = new DynamoDbChangeLog(makeDocumentClient(), readRequiredVariable(process.env, 'CHANGES_TABLE', 3));

/**
 * Started by the stream of the table of conversations: keeps what each write has changed. What could not be kept is delivered
 * again, from the first of these on.
 */
export async function handler({
  Records: records,
}: {
  readonly Records: readonly { readonly dynamodb?: StreamRecord }[];
}): Promise<{ readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }> {
  const failed = await record(
    records.map(({ dynamodb = {} }) => describeWrite(dynamodb)),
    changes,
    tell,
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** The message of an error may quote the item. */
function tell(error: unknown): void {
  const reason = error instanceof Error ? error.name : 'unknown';
  log('ERROR', { message: 'a change could not be kept', operation: 'record-changes', error: reason });
}

function describeWrite(stream: StreamRecord): Recorded {
  const { SequenceNumber: position = '', ApproximateCreationDateTime: seconds = 0, OldImage, NewImage } = stream;
  return {
    position,
    key: readItemKey(NewImage ?? OldImage),
    listSteps: () => listLogSteps(decodeImage(OldImage), decodeImage(NewImage), seconds * 1000),
  };
}
