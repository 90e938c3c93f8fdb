import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { listEvents } from '#domain/events.ts';
import { decodeImage, type Image } from '#dynamodb/stream.ts';
import { log } from '#http/wiring/log.ts';
import { readRequiredVariable } from '#http/wiring/read-environment.ts';
import { rules } from '#http/wiring/rules.ts';
import { toCloudEvent } from './cloud-event.ts';
import { type Entry, publish, type Written } from './publish.ts';

/** A batch of a stream of DynamoDB, as Lambda hands it over. */
interface StreamBatch {
  readonly Records: readonly {
    readonly dynamodb?: {
      readonly SequenceNumber?: string;
      /** Epoch seconds. */
      readonly ApproximateCreationDateTime?: number;
      readonly OldImage?: Image;
      readonly NewImage?: Image;
    };
  }[];
}

/** What Lambda is told: it delivers everything from the first of these on again. */
interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

const source = readRequiredVariable(process.env, 'EVENT_SOURCE', 2);
const bus = readRequiredVariable(process.env, 'EVENT_BUS', 1);
const listed: readonly string[] = JSON.parse(process.env.EVENT_VALUES ?? '[]');
const eventBridge = new EventBridgeClient();

/**
 * Started by the stream of the table of conversations: tells what each write has changed. What could not be told is delivered
 * again, so that nothing is lost, and some is told twice, under the same id.
 *
 * @throws Error where the rules for names can't be read: then everything is delivered again
 */
export async function handler({ Records: records }: StreamBatch): Promise<BatchAnswer> {
  const values = await listToldValues();
  const unreadable: string[] = [];
  const writes = records.flatMap(({ dynamodb = {} }): Written | readonly [] => {
    try {
      return describeWrite(dynamodb, values);
    } catch (error) {
      unreadable.push(dynamodb.SequenceNumber ?? '');
      // Its message may quote the item.
      const reason = error instanceof Error ? error.name : 'unknown';
      log('ERROR', { message: 'a write could not be read', operation: 'publish-events', error: reason });
      return [];
    }
  });
  const failed = await publish(writes, send);
  return { batchItemFailures: [...unreadable, ...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** The names whose values are told: those on the list that everybody may read, by rules that are a minute old at most. */
async function listToldValues(): Promise<ReadonlySet<string>> {
  return listed.length === 0 ? new Set() : (await rules.get()).listOpen(listed);
}

type StreamRecord = NonNullable<StreamBatch['Records'][number]['dynamodb']>;

/** No image, nor anything that is in one, may get into an error or a log: it has values that no event may have. */
function describeWrite(record: StreamRecord, values: ReadonlySet<string>): Written {
  const { SequenceNumber: position = '', ApproximateCreationDateTime: seconds = 0, OldImage, NewImage } = record;
  const [before, after] = [decodeImage(OldImage), decodeImage(NewImage)];
  const time = new Date(seconds * 1000).toISOString();
  return { position, events: listEvents(before, after, values).map((event) => toCloudEvent(event, source, time)) };
}

/** @returns which of them the bus has not taken. */
async function send(entries: readonly Entry[]): Promise<readonly boolean[]> {
  const Entries = entries.map(({ type, time, detail }) => {
    return { EventBusName: bus, Source: source, DetailType: type, Time: new Date(time), Detail: detail };
  });
  try {
    const { Entries: answers = [] } = await eventBridge.send(new PutEventsCommand({ Entries }));
    const codes = answers.flatMap(({ ErrorCode: code }) => code ?? []);
    if (codes.length > 0) log('WARN', { message: 'events not taken', operation: 'publish-events', codes });
    return entries.map((_, position) => answers[position]?.EventId === undefined);
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    log('WARN', { message: 'events not sent', operation: 'publish-events', error: reason, events: entries.length });
    return entries.map(() => true);
  }
}
