import { isRefused, type Json } from '@conversation-attributes/client';
import { makeHandler } from '../runtime/answer.ts';
import { withConversation } from '../runtime/conversation.ts';
import { type Event, readText } from '../runtime/twilio.ts';

/** A task as the conversation has it, under `task:` and its id. */
interface MirroredTask {
  /** TaskRouter's own version of the task, which each change of its attributes raises. */
  readonly revision: number;
  /** When the event was sent, in epoch milliseconds: orders the events of one revision. */
  readonly at: number;
  readonly event: string;
  readonly status: string;
  readonly queue: string;
  readonly attributes: Readonly<Record<string, Json>>;
}

/**
 * The event callback of a workspace: mirrors what TaskRouter knows of a task into its conversation. Events come in any order: an older one
 * changes nothing.
 */
export const handler = makeHandler(async ({ client, event }) => {
  const sid = readText(event, 'TaskSid');
  const attributes = readAttributes(event);
  // Of workers, queues and the like.
  if (sid === undefined || attributes === undefined) return { status: 204 };
  const id = conversationOf(attributes) ?? sid;
  const task = readTask(event, attributes);
  const mirror = () =>
    client
      .conversation(id)
      .updateData(({ [`task:${sid}`]: known }) => (isOlder(task, known) ? {} : { [`task:${sid}`]: { ...task } }));
  try {
    await withConversation(client, { id, from: readCaller(attributes) }, mirror);
  } catch (error) {
    // The task outlives it: what was kept is kept.
    if (!isRefused(error, 'conversation-ended')) throw error;
  }
  return { status: 204 };
});

/** The attributes of the task, which are the JSON of an object. */
function readAttributes(event: Event): Readonly<Record<string, Json>> | undefined {
  try {
    const value: unknown = JSON.parse(readText(event, 'TaskAttributes') ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, Json>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function readTask(event: Event, attributes: MirroredTask['attributes']): MirroredTask {
  const text = (name: string) => readText(event, name) ?? '';
  return {
    revision: Number(text('TaskVersion')),
    at: Number(text('TimestampMs')),
    event: text('EventType'),
    status: text('TaskAssignmentStatus'),
    queue: text('TaskQueueName'),
    attributes,
  };
}

/** The conversation that a flow names in the attributes of its task, or the one that Twilio does. */
function conversationOf(attributes: MirroredTask['attributes']): string | undefined {
  return firstText(attributes, ['conversationId', 'call_sid', 'conversationSid']);
}

function readCaller(attributes: MirroredTask['attributes']): string | undefined {
  return firstText(attributes, ['from', 'caller', 'customerAddress']);
}

function firstText(attributes: MirroredTask['attributes'], names: readonly string[]): string | undefined {
  return names.map((name) => attributes[name]).find((value) => typeof value === 'string' && value !== '') as
    | string
    | undefined;
}

/** Whether an event tells nothing that is not known. */
function isOlder(task: MirroredTask, known: Json | undefined): boolean {
  if (typeof known !== 'object' || known === null) return false;
  const { revision, at } = known as unknown as MirroredTask;
  return task.revision < revision || (task.revision === revision && task.at <= at);
}
