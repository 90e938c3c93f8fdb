import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { CloudEvent } from '#contract/events.ts';
import { FreshValue } from '#domain/fresh-value.ts';
import { log } from '#http/wiring/log.ts';
import { readRequiredVariable } from '#http/wiring/read-environment.ts';
import { sortByConversation } from './in-order.ts';
import { POST_MS, post, readSigningKeys, type SigningKeys, signEvent } from './webhook.ts';

/** A batch of a queue of SQS, as Lambda hands it over. */
interface QueueBatch {
  readonly Records: readonly { readonly messageId: string; readonly eventSourceARN: string; readonly body: string }[];
}

/** What Lambda is told: these come again. */
interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** A webhook of the deployment. */
interface Webhook {
  /** By which the context names it. */
  readonly name: string;
  /** The queue of what is to be sent. */
  readonly queueArn: string;
  readonly url: string;
  readonly secretArn: string;
}

/** Milliseconds for which a secret is used before it is read again. */
const SECRET_MS = 300_000;

const secrets = new SecretsManagerClient();
const webhooks: readonly Webhook[] = JSON.parse(readRequiredVariable(process.env, 'EVENT_WEBHOOKS', 2));
const targets = new Map(
  webhooks.map(({ queueArn, ...webhook }) => {
    const keys = new FreshValue(() => readSecret(webhook.secretArn), SECRET_MS, Date.now);
    return [queueArn, { ...webhook, keys }];
  }),
);

async function readSecret(SecretId: string): Promise<SigningKeys> {
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  return readSigningKeys(SecretString.trim());
}

interface Carried {
  readonly messageId: string;
  readonly event: CloudEvent;
}

/**
 * Started by the queue of a webhook: signs each event and sends it, those of one conversation one after the other. What the receiver
 * does not take, and what comes after it in that conversation, comes again.
 */
export async function handler(
  { Records: records }: QueueBatch,
  context: { getRemainingTimeInMillis(): number },
): Promise<BatchAnswer> {
  const hasTime = () => context.getRemainingTimeInMillis() > POST_MS + 1_000;
  const failed: string[] = [];
  for (const [queueArn, some] of Map.groupBy(records, ({ eventSourceARN }) => eventSourceARN)) {
    const carried = some.flatMap(({ messageId, body }): Carried | readonly [] => {
      const event = readEvent(body);
      if (event === undefined) failed.push(messageId);
      return event === undefined ? [] : { messageId, event };
    });
    failed.push(...(await sendAll(queueArn, carried, hasTime)));
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** An event, or undefined: whoever may write into the queue may write anything. Dead letters of a rule have an event in `detail`. */
function readEvent(body: string): CloudEvent | undefined {
  try {
    const read = JSON.parse(body);
    const { id, subject } = read.detail ?? read;
    return typeof id === 'string' && typeof subject === 'string' ? (read.detail ?? read) : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the ids of the messages that were not sent. */
async function sendAll(queueArn: string, all: readonly Carried[], hasTime: () => boolean): Promise<readonly string[]> {
  const target = targets.get(queueArn);
  if (target === undefined) throw new Error(`EVENT_WEBHOOKS has none with the queue ${queueArn}.`);
  const { name, url } = target;
  const note = (reason: string) => log('WARN', { message: 'event not sent', operation: 'post-events', name, reason });
  let keys: SigningKeys;
  try {
    keys = await target.keys.get();
  } catch (error) {
    note(error instanceof Error ? error.message : 'unknown');
    return all.map(({ messageId }) => messageId);
  }
  const sent = sortByConversation(all, ({ event }) => event).map(async (group) => {
    for (const [position, { event }] of group.entries()) {
      const why = hasTime() ? await post(url, signEvent(event, keys, Math.floor(Date.now() / 1000))) : 'no time left';
      if (why === undefined) continue;
      note(why);
      return group.slice(position).map(({ messageId }) => messageId);
    }
    return [];
  });
  return (await Promise.all(sent)).flat();
}
