import { contract as getConversation } from '#contract/conversations/get-conversation.ts';
import { contract as patchConversation } from '#contract/conversations/patch-conversation.ts';
import { contract as flushAttributes } from '#contract/flows/flush-attributes.ts';
import { contract as getAttributes } from '#contract/flows/get-attributes.ts';
import { contract as getFlowSecureattributes } from '#contract/flows/get-flow-secureattributes.ts';
import { contract as setAttributes } from '#contract/flows/set-attributes.ts';
import { contract as setFlowSecureattributes } from '#contract/flows/set-flow-secureattributes.ts';
import type { LocalAnswer, LocalApi } from '#http/in-process/call.ts';
import { handler as get } from '../../conversations/get-conversation.ts';
import { handler as patch } from '../../conversations/patch-conversation.ts';
import { handler as flush } from '../../flows/flush-attributes.ts';
import { handler as getSet } from '../../flows/get-attributes.ts';
import { handler as getSecured } from '../../flows/get-flow-secureattributes.ts';
import { handler as set } from '../../flows/set-attributes.ts';
import { handler as setSecured } from '../../flows/set-flow-secureattributes.ts';
import { answerDone, type FlowAnswer, joinNames, readAttributes } from './answer.ts';

/** What an action is given: the path of its operation, and its parameters. */
interface Given {
  readonly path: { readonly conversationId: string; readonly flowExecutionId: string };
  /** Those that are the action's own. */
  readonly options: Readonly<Record<string, string>>;
  /** All others. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a flow can ask for. */
interface Action {
  /** The parameters that are its own: all others are attributes. */
  readonly options: readonly string[];
  readonly ask: (api: LocalApi, given: Given) => Promise<LocalAnswer>;
  /** The answer, where it was not refused. */
  readonly answer: (answered: LocalAnswer, given: Given) => FlowAnswer;
}

const placement = ['participantId', 'target', 'flowType'];
const write = ['operationId'];

/**
 * A write is repeated without harm: a value is set again, a batch that was flushed is pending no more. An
 * `operationId` also keeps a late delivery from changing anything.
 */
function makeKeyHeader({ options: { operationId } }: Given): Readonly<Record<string, string>> {
  return operationId === undefined ? {} : { 'idempotency-key': operationId };
}

function bodyOf({ attributes, options: { operationId: _, ...placed } }: Given): object {
  return { ...placed, attributes };
}

function queryOf({ attributes, options }: Given): readonly (readonly [string, string])[] {
  return [...Object.entries(options), ...Object.keys(attributes).map((name) => ['name', name] as const)];
}

/** What is set, and of what is not the value that the flow gave for that case. */
function answerFound(answered: LocalAnswer, { attributes: otherwise }: Given): FlowAnswer {
  const { notSet, unreadable } = answered.body;
  const names = unreadable === undefined ? {} : { unreadable: joinNames(unreadable) };
  return answerDone({ ...otherwise, ...readAttributes(answered) }, { notSet: joinNames(notSet), ...names });
}

/** The state that a flow asks for, or the one it has by then: a request that comes again finds its work done. */
async function end(api: LocalApi, given: Given): Promise<LocalAnswer> {
  const { path, options, attributes } = given;
  const { state = 'handled', wrapupCode, wrapupNotes } = options;
  const wrapup = { code: wrapupCode, notes: wrapupNotes };
  const body = { state, ...(wrapupCode || wrapupNotes ? { wrapup } : {}), ...attributes };
  const operation = { contract: patchConversation, handler: patch };
  const answered = await api.call(operation, { path, body, headers: makeKeyHeader(given) });
  if (!['invalid-transition', 'conversation-ended'].includes(String(answered.body.code))) return answered;
  const there = await api.call({ contract: getConversation, handler: get }, { path });
  return there.body.state === state ? there : answered;
}

/** What flows can ask for, by the parameter `action`. */
export const actions: Readonly<Record<string, Action>> = {
  set: {
    options: [...placement, ...write],
    ask: (api, given) =>
      api.call(
        { contract: setAttributes, handler: set },
        { path: given.path, body: bodyOf(given), headers: makeKeyHeader(given) },
      ),
    answer: () => answerDone(),
  },
  get: {
    options: placement,
    ask: (api, given) =>
      api.call({ contract: getAttributes, handler: getSet }, { path: given.path, query: queryOf(given) }),
    answer: answerFound,
  },
  flush: {
    options: [...placement, ...write],
    ask: (api, given) =>
      api.call(
        { contract: flushAttributes, handler: flush },
        { path: given.path, body: bodyOf(given), headers: makeKeyHeader(given) },
      ),
    answer: ({ body: { flushed } }) => answerDone({}, { flushed: joinNames(flushed) }),
  },
  setSecured: {
    options: ['flowType', ...write],
    ask: (api, given) =>
      api.call(
        { contract: setFlowSecureattributes, handler: setSecured },
        { path: given.path, body: bodyOf(given), headers: makeKeyHeader(given) },
      ),
    answer: () => answerDone(),
  },
  getSecured: {
    options: ['flowType'],
    ask: (api, given) =>
      api.call({ contract: getFlowSecureattributes, handler: getSecured }, { path: given.path, query: queryOf(given) }),
    answer: answerFound,
  },
  end: {
    options: ['state', 'wrapupCode', 'wrapupNotes', ...write],
    ask: end,
    answer: () => answerDone(),
  },
};
