import { theCustomer as anyCustomer } from '#domain/conversation.ts';
import { shortenId } from '#domain/hashes.ts';
import type { JsonText } from '#domain/json.ts';
import { flushAttributes } from '#domain/operations/flush-attributes.ts';
import { getAttributes } from '#domain/operations/get-attributes.ts';
import { setSecured as runSetSecured } from '#domain/operations/secured-attributes.ts';
import { setAttributes } from '#domain/operations/set-attributes.ts';
import { type BagChanges, securedOwner } from './model.ts';
import { decideFlush, decideGet, decideSet, type FlowRequest, flushedText, theCustomer } from './rules.ts';
import { conversationId, type Sent, type Step, sent, start } from './step.ts';

/** Of which execution and owner; a flush may have a last batch, a set may be a bot's. */
type Flow = Sent & Partial<Omit<FlowRequest, 'at'>>;

/** A set: in execution `ivr` and of the customer, unless it says otherwise. */
export function set(attributes: BagChanges, flow: Flow = {}): Step {
  const request = requestOf({ ...flow, attributes });
  const { isBot } = request;
  return {
    ...sent(`set ${JSON.stringify(attributes)} in ${request.execution}${isBot ? ', a bot' : ''}`, flow),
    decide: (model) => decideSet(model, request),
    run: async ({ store, operation }) => {
      const command = { ...commandOf(request), operation };
      return atRevision((await setAttributes(store, command)).revision);
    },
  };
}

/** A Set Secured Data. */
export function setSecured(attributes: BagChanges, flow: Flow = {}): Step {
  const request = requestOf({ ...flow, attributes, owner: securedOwner });
  return {
    ...sent(`set secured ${JSON.stringify(attributes)} in ${request.execution}`, flow),
    decide: (model) => decideSet(model, request),
    run: async ({ secured, operation }) => {
      const command = { ...commandOf(request), operation };
      return atRevision((await runSetSecured(secured, command)).revision);
    },
  };
}

function atRevision(revision: number) {
  return { text: `revision ${revision}`, isTrue: ({ effect }: Evidence) => effect?.revision === revision };
}

type Evidence = Parameters<Awaited<ReturnType<Step['run']>>['isTrue']>[0];

/** A flush. */
export function flush(flow: Flow = {}): Step {
  const request = requestOf(flow);
  const batch = Object.keys(request.attributes).length > 0 ? ` with ${JSON.stringify(request.attributes)}` : '';
  return {
    ...sent(`flush ${request.execution}${batch}`, flow),
    decide: (model) => decideFlush(model, request),
    run: async ({ store, operation }) => {
      const command = { ...commandOf(request), operation };
      const { flushed, securedFlushed } = await flushAttributes(store, command);
      const text = flushedText(flushed, securedFlushed);
      const isTrue = ({ effect, seen }: Evidence) =>
        effect ? effect.answer === text || keepsNoNames(effect.since) : seen.has(text);
      return { text, isTrue };
    },
  };
}

/** Whether the conversation is over: then a flush that comes again finds no names of what it did. */
function keepsNoNames(since: readonly string[]): boolean {
  return /"state":"(?:handled|abandoned)"/.test(since.at(-1) ?? '');
}

/** A get of all that an execution sees. */
export function get(flow: Flow = {}): Step {
  const request = requestOf(flow);
  return {
    ...sent(`get in ${request.execution}`, flow),
    decide: (model) => decideGet(model, request),
    run: async ({ store, operation }) => {
      const query = { ...commandOf(request), operation, orData: false, names: [] };
      const { attributes } = await getAttributes(store, query);
      const text = JSON.stringify([...attributes].sort(([a], [b]) => (a < b ? -1 : 1)));
      return { text, isTrue: ({ seen }) => seen.has(text) };
    },
  };
}

function requestOf(flow: Flow): FlowRequest {
  const { execution = 'ivr', client = 'flows', owner = 'customer', attributes = {}, isBot = false, after = 0 } = flow;
  return { execution, client, owner, attributes, isBot, at: start + after };
}

function commandOf({ execution, client, owner, attributes, isBot }: FlowRequest) {
  const caller = { execution: shortenId(execution), client, isBot };
  const meant = owner === theCustomer ? anyCustomer : (owner ?? undefined);
  return { conversationId, caller, owner: meant, attributes: changes(attributes) };
}

/** Changes as the domain has them. */
export function changes(attributes: BagChanges): ReadonlyMap<string, JsonText | null> {
  return new Map(Object.entries(attributes)) as ReadonlyMap<string, JsonText | null>;
}
