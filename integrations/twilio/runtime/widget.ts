import type { ConversationAttributes, Flow } from '@conversation-attributes/client';
import { BadRequest, makeHandler } from './answer.ts';
import { withConversation } from './conversation.ts';
import { type Event, type Handler, readText } from './twilio.ts';

/** What a widget Run Function asks for. */
export interface Widget {
  readonly flow: Flow;
  /** Of the parameters that begin with `attribute_`, by what follows. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What the client takes besides. */
  readonly options: Parameters<Flow['set']>[1] & object;
}

const PREFIX = 'attribute_';

/** Makes a function that a widget runs in the flow execution of its Studio execution. */
export function makeWidgetHandler(run: (widget: Widget) => Promise<object>): Handler {
  return makeHandler(async ({ client, event }) => {
    const conversation = {
      id: requireText(event, 'conversationId'),
      type: readText(event, 'type'),
      from: readText(event, 'from'),
    };
    const widget = readWidget(client, event, conversation.id);
    return { status: 200, body: await withConversation(client, conversation, () => run(widget)) };
  });
}

function readWidget(client: ConversationAttributes, event: Event, conversationId: string): Widget {
  const executionSid = requireText(event, 'executionSid');
  const attributes = Object.entries(event)
    .filter((entry): entry is [string, string] => entry[0].startsWith(PREFIX) && typeof entry[1] === 'string')
    .map(([name, value]) => [name.slice(PREFIX.length), value]);
  const idempotencyKey = readKey(event, executionSid);
  const given = ['participantId', 'target', 'flowType'].flatMap((name) => {
    const value = readText(event, name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    flow: client.conversation(conversationId).flow(executionSid),
    attributes: Object.fromEntries(attributes),
    options: { ...Object.fromEntries(given), ...(idempotencyKey !== undefined && { idempotencyKey }) },
  };
}

/** The same for a request that Twilio repeats; where the flow names the operation, for each run of that widget. */
function readKey(event: Event, executionSid: string): string | undefined {
  const operationId = readText(event, 'operationId');
  if (operationId !== undefined) return `${executionSid}/${operationId}`;
  return event.request?.headers['i-twilio-idempotency-token'];
}

function requireText(event: Event, name: string): string {
  const value = readText(event, name);
  if (value === undefined) throw new BadRequest(`The parameter ${name} is missing: give the widget one`);
  return value;
}
