import type { AttributeChanges } from '#domain/attributes.ts';
import { theCustomer } from '#domain/conversation.ts';
import { shortenId } from '#domain/hashes.ts';
import { flushAttributes } from '#domain/operations/flush-attributes.ts';
import { getAttributes } from '#domain/operations/get-attributes.ts';
import { setSecured as runSetSecured } from '#domain/operations/secured-attributes.ts';
import { setAttributes } from '#domain/operations/set-attributes.ts';
import { type Attributes, SECURED } from '../reference/conversation.ts';
import * as reference from '../reference/flows.ts';
import { decide } from './decision.ts';
import {
  type BagChanges,
  changesOf,
  conversationId,
  type Evidence,
  type Sent,
  type Step,
  sent,
  start,
} from './step.ts';

/** Of which execution and owner; a flush may have a last batch, a set may be a bot's. */
interface Flow extends Sent {
  readonly execution?: string;
  readonly client?: string;
  /** An id or alias, or `null` for `data`. */
  readonly owner?: string | null;
  readonly attributes?: BagChanges;
  readonly isBot?: boolean;
}

/** A set: in execution `ivr` and of the customer, unless it says otherwise. */
export function set(attributes: BagChanges, flow: Flow = {}): Step {
  const request = requestOf({ ...flow, attributes });
  const { isBot } = request;
  return {
    ...sent(`set ${JSON.stringify(attributes)} in ${request.execution}${isBot ? ', a bot' : ''}`, flow),
    decide: (model) => decide(model, request.at, (known) => reference.set(known, request)),
    run: async ({ store, operation }) => {
      const command = { ...commandOf(request), operation };
      return atRevision((await setAttributes(store, command)).revision);
    },
  };
}

/** A Set Secured Data. */
export function setSecured(attributes: BagChanges, flow: Flow = {}): Step {
  const request = { ...requestOf({ ...flow, attributes }), owner: SECURED };
  return {
    ...sent(`set secured ${JSON.stringify(attributes)} in ${request.execution}`, flow),
    decide: (model) => decide(model, request.at, (known) => reference.set(known, request)),
    run: async ({ secured, operation }) => {
      const command = { ...commandOf(request), operation };
      return atRevision((await runSetSecured(secured, command)).revision);
    },
  };
}

function atRevision(revision: number) {
  return { text: `revision ${revision}`, isTrue: ({ effect }: Evidence) => effect?.revision === revision };
}

/** A flush. */
export function flush(flow: Flow = {}): Step {
  const request = requestOf(flow);
  const batch = request.attributes.size > 0 ? ` with ${JSON.stringify(flow.attributes)}` : '';
  return {
    ...sent(`flush ${request.execution}${batch}`, flow),
    decide: (model) =>
      decide(model, request.at, (known) => {
        const { next, flushed, securedFlushed } = reference.flush(known, request);
        return { next, answer: flushedText(flushed, securedFlushed) };
      }),
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

function flushedText(names: readonly string[], hidden: number): string {
  return [...names.toSorted(), ...(hidden > 0 ? [`${hidden} secured`] : [])].join();
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
    decide: (model) =>
      decide(model, request.at, (known) => {
        const { next, owner } = reference.get(known, request);
        return { next, answer: seenText(reference.seenBy(known, request.execution, owner)) };
      }),
    run: async ({ store, operation }) => {
      const view = Promise.resolve({ hides: () => false, nameOf: (name: string) => name });
      const query = { ...commandOf(request), operation, orData: false, names: [], view };
      const text = seenText((await getAttributes(store, query)).attributes);
      return { text, isTrue: ({ seen }) => seen.has(text) };
    },
  };
}

function seenText(attributes: Attributes): string {
  return JSON.stringify([...attributes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function requestOf(flow: Flow): reference.FlowRequest {
  const { execution = 'ivr', client = 'flows', owner = 'caller', attributes = {}, isBot = false, after = 0 } = flow;
  const caller = { execution, client, isBot };
  return { ...caller, owner: owner ?? undefined, attributes: changesOf(attributes), at: start + after };
}

function commandOf({ execution, client, owner, attributes, isBot }: reference.FlowRequest) {
  const caller = { execution: shortenId(execution), client, isBot };
  const meant = owner === reference.THE_CUSTOMER ? theCustomer : owner;
  return { conversationId, caller, owner: meant, attributes: attributes as AttributeChanges };
}
