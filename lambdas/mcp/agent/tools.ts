import type { AgentAttribute, AgentAttributes } from '#contract/agent-attributes.ts';
import { contract as getConversation } from '#contract/conversations/get-conversation.ts';
import { contract as flushAttributes } from '#contract/flows/flush-attributes.ts';
import { contract as getAttributes } from '#contract/flows/get-attributes.ts';
import { contract as setAttributes } from '#contract/flows/set-attributes.ts';
import { contract as getConversationHistory } from '#contract/records/get-conversation-history.ts';
import { isObject, type Json } from '#domain/json.ts';
import type { LocalAnswer } from '#http/in-process/call.ts';
import { type Arguments, readNames, readText, readValues, settable, WrongArguments } from './arguments.ts';
import { AGENT_FLOW_TYPE, type AgentSession } from './session.ts';

/** A JSON Schema of an object. */
interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

/** A tool of an AI agent. */
export interface AgentTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether it changes nothing. */
  readonly isRead: boolean;
  /** The arguments beside the conversation, which the tool has where the host has not chosen one. */
  readonly input: (attributes: AgentAttributes) => InputSchema;
  /** @throws WrongArguments */
  readonly run: (session: AgentSession, conversationId: string, given: Arguments) => Promise<LocalAnswer>;
  /** What of an answer the model sees. @default all */
  readonly show?: (body: LocalAnswer['body'], attributes: AgentAttributes) => LocalAnswer['body'];
}

const target = {
  type: 'string',
  enum: ['participant', 'conversation'],
  description: 'Of the customer, which is the default, or of the conversation itself.',
};

const nothing = (): InputSchema => ({ type: 'object', properties: {} });

/** Every tool. */
export const tools: readonly AgentTool[] = [
  {
    name: 'set_conversation_data',
    title: 'Set conversation data',
    description:
      'Keeps facts about this conversation, such as what the customer wants. Others see them after flush_conversation_data. Of several values of one name the last counts; null removes a name.',
    isRead: false,
    input: (attributes) => ({
      type: 'object',
      properties: { attributes: valuesSchema(attributes), target },
      required: ['attributes'],
    }),
    run: ({ api, flowExecutionId, attributes }, conversationId, given) => {
      const placed = readTarget(given, ['participant', 'conversation']);
      const body = { attributes: readValues(given.attributes, attributes), flowType: AGENT_FLOW_TYPE, ...placed };
      return api.ask(setAttributes, { path: { conversationId, flowExecutionId }, body });
    },
  },
  {
    name: 'get_conversation_data',
    title: 'Get conversation data',
    description:
      'Gets facts about this conversation that were kept before: by you, by earlier flows, by agents. "notSet" names those that nobody has set: do not make them up.',
    isRead: true,
    input: (attributes) => ({
      type: 'object',
      properties: {
        names: { type: 'array', items: nameSchema(attributes), description: 'Without, all.' },
        target: {
          ...target,
          enum: [...target.enum, 'any'],
          description: 'Of the customer, of the conversation itself, or of any of the two, which is the default.',
        },
      },
    }),
    run: ({ api, flowExecutionId, attributes }, conversationId, given) => {
      const { target: wanted = 'any' } = readTarget(given, ['participant', 'conversation', 'any']);
      const names = readNames(given.names, attributes).map((name) => ['name', name] as const);
      const query = [['flowType', AGENT_FLOW_TYPE] as const, ['target', wanted] as const, ...names];
      return api.ask(getAttributes, { path: { conversationId, flowExecutionId }, query });
    },
  },
  {
    name: 'flush_conversation_data',
    title: 'Flush conversation data',
    description:
      'Makes what you have set visible to everybody, all at once. Call it before you hand the customer over to a person, and when you are done.',
    isRead: false,
    input: nothing,
    run: ({ api, flowExecutionId }, conversationId) =>
      api.ask(flushAttributes, {
        path: { conversationId, flowExecutionId },
        body: { flowType: AGENT_FLOW_TYPE },
      }),
  },
  {
    name: 'get_conversation',
    title: 'Get the conversation',
    description: 'Gets the channel, the state, the call queue and the participants of this conversation.',
    isRead: true,
    input: nothing,
    run: ({ api }, conversationId) => api.ask(getConversation, { path: { conversationId } }),
    show: ({ data: _, participants, ...conversation }) => ({
      ...conversation,
      participants: Array.isArray(participants) ? (participants as readonly Json[]).map(whoIs) : [],
    }),
  },
  {
    name: 'get_conversation_history',
    title: 'Get the history of a conversation',
    description:
      'Gets what is kept of a conversation that has ended: when, in which call queue, with which outcome, and the saved data.',
    isRead: true,
    input: nothing,
    run: ({ api }, conversationId) => api.ask(getConversationHistory, { path: { conversationId } }),
    show: (history, attributes) => ({ ...history, data: onlyKnown(history.data, attributes) }),
  },
];

function readTarget(given: Arguments, values: readonly string[]): { readonly target?: string } {
  const wanted = readText(given, 'target');
  if (wanted === undefined) return {};
  if (values.includes(wanted)) return { target: wanted };
  throw new WrongArguments(
    `The argument "target" is ${JSON.stringify(wanted)}; it must be one of ${values.join(', ')}.`,
  );
}

/** A participant without attributes: these are got by their names. */
function whoIs(participant: Json): Json {
  if (!isObject(participant)) return participant;
  const { id = '', purpose = '', endTime } = participant;
  return { id, purpose, ...(endTime !== undefined && { endTime }) };
}

function onlyKnown(data: Json | undefined, attributes: AgentAttributes): Json {
  const known = Object.keys(attributes);
  if (data === undefined || !isObject(data) || known.length === 0) return data ?? {};
  return Object.fromEntries(Object.entries(data).filter(([name]) => known.includes(name)));
}

function nameSchema(attributes: AgentAttributes): object {
  const known = Object.keys(attributes);
  return { type: 'string', ...(known.length > 0 && { enum: known }) };
}

/** Names and types as the configuration has them; without one any name, with a text. */
function valuesSchema(attributes: AgentAttributes): object {
  const names = settable(attributes);
  if (Object.keys(attributes).length === 0) {
    return { type: 'object', additionalProperties: { type: ['string', 'null'] }, description: 'Texts by their names.' };
  }
  const properties = Object.fromEntries(names.map((name) => [name, schemaOf(attributes[name] ?? {})]));
  return { type: 'object', properties, additionalProperties: false };
}

function schemaOf({ type = 'string', description, enum: values }: AgentAttribute): object {
  const allowed = values?.map((value) => (type === 'string' ? value : JSON.parse(value)));
  return { type: [type, 'null'], ...(description && { description }), ...(allowed && { enum: [...allowed, null] }) };
}
