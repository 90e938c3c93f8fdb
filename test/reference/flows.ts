import { change, merge, type OwnerChanges, raise, requireRoom } from './changes.ts';
import {
  type Attributes,
  attributesOf,
  type Changes,
  type Conversation,
  firstCustomer,
  isErased,
  type Owner,
  type PendingWrite,
  SECURED,
} from './conversation.ts';
import { limits } from './limits.ts';
import {
  refuse,
  refuseErased,
  requireActive,
  requireAttributes,
  requireParticipant,
  requirePresent,
} from './requirements.ts';

/** Who uses an execution, and whether it says that it is a bot. */
export interface FlowCaller {
  readonly execution: string;
  readonly client: string;
  readonly isBot: boolean;
}

/** Whom a flow means that names nobody: the first customer who is present. No id looks like this. */
export const THE_CUSTOMER = ' the customer';

/** A set or a flush, and whose its attributes are. */
export interface FlowRequest extends FlowCaller {
  /** A participant by id or alias, `THE_CUSTOMER`, `SECURED`, or undefined for `data`. */
  readonly owner: Owner;
  readonly attributes: Changes;
  readonly at: number;
}

/** A set keeps its attributes for the execution, until a flush, a sweep or the end. */
export function set(conversation: Conversation, request: FlowRequest): Conversation {
  const { execution, attributes, at } = request;
  requireOwnExecution(conversation, request);
  requireAttributes(conversation);
  const owner = resolve(conversation, request.owner);
  if (owner === SECURED) refuseBot(conversation, execution);
  requireActive(conversation);
  if (attributes.size === 0) return request.isBot ? mark(conversation, request) : conversation;
  const { pending } = conversation;
  const others = [...pending.keys()].filter((one) => one !== execution);
  if (others.length >= limits.executions) refuse('too-many-executions');
  const { since, writes } = pending.get(execution) ?? { since: at, writes: [] };
  const kept = writes.filter((one) => one.owner !== owner || !attributes.has(one.name));
  const turn = 1 + Math.max(0, ...[...pending.values()].flatMap((one) => one.writes.map((write) => write.turn)));
  const added = [...attributes].map(([name, value]): PendingWrite => ({ owner, name, value, turn }));
  const batch = { since, writes: [...kept, ...added] };
  const next = { ...conversation, pending: new Map(pending).set(execution, batch) };
  requireRoom(next);
  if (batch.writes.length > limits.pendingNames) refuse('too-many-pending-writes');
  return mark(next, request);
}

/** What a flush has applied: the names, and how many secured attributes, whose names it does not tell. */
export interface Flushed {
  readonly next: Conversation;
  readonly flushed: readonly string[];
  readonly securedFlushed: number;
}

/** A flush applies all that the execution has pending, then its last batch. */
export function flush(conversation: Conversation, request: FlowRequest): Flushed {
  const { execution, attributes } = request;
  requireOwnExecution(conversation, request);
  const hasBatch = attributes.size > 0;
  if (hasBatch) requireAttributes(conversation);
  const lastBatch = hasBatch ? [{ owner: resolve(conversation, request.owner), attributes }] : [];
  requireActive(conversation);
  const writes = conversation.pending.get(execution)?.writes ?? [];
  const shown = writes.filter(({ owner }) => owner !== SECURED).map(({ name }) => name);
  const flushed = [...new Set([...shown, ...attributes.keys()])];
  const securedFlushed = writes.length - shown.length;
  if (writes.length === 0 && !hasBatch) return { next: noteBot(conversation, request), flushed, securedFlushed };
  const next = applyPending(conversation, execution, lastBatch);
  if (hasBatch) requireRoom(next);
  return { next: mark(next, request), flushed, securedFlushed };
}

/** The conversation after all that an execution has pending took effect, and then a last batch. */
export function applyPending(
  conversation: Conversation,
  execution: string,
  lastBatch: readonly OwnerChanges[] = [],
): Conversation {
  const changes = [...changesOf(conversation, [execution]), ...lastBatch];
  const pending = new Map(conversation.pending);
  pending.delete(execution);
  const next = change({ ...conversation, pending }, changes);
  return changes.some(({ owner }) => owner !== SECURED) ? raise(next) : next;
}

/** What executions have pending, in the order in which it was set. */
export function changesOf({ pending }: Conversation, executions: Iterable<string>): readonly OwnerChanges[] {
  return [...executions]
    .flatMap((execution) => pending.get(execution)?.writes ?? [])
    .sort((a, b) => a.turn - b.turn)
    .map(({ owner, name, value }) => ({ owner, attributes: new Map([[name, value]]) }));
}

/** A get: whose attributes are meant. An execution sees its own pending writes before the stored values (`seenBy`). */
export function get(
  conversation: Conversation,
  request: Omit<FlowRequest, 'attributes' | 'at'>,
): { readonly next: Conversation; readonly owner: Owner } {
  requireOwnExecution(conversation, request);
  if (request.owner === SECURED) refuseBot(conversation, request.execution);
  refuseErased(conversation);
  const owner = resolve(conversation, request.owner, requireParticipant);
  return { next: noteBot(conversation, request), owner };
}

/** What an execution sees of an owner's attributes: its own pending writes before the stored values. */
export function seenBy(conversation: Conversation, execution: string, owner: Owner): Attributes {
  const changes = changesOf(conversation, [execution]).filter((one) => one.owner === owner);
  return changes.reduce((seen, { attributes }) => merge(seen, attributes), attributesOf(conversation, owner));
}

/** Notes that an execution calls itself a bot, where it may be used. */
export function noteBot(conversation: Conversation, caller: FlowCaller): Conversation {
  const { execution, isBot } = caller;
  const isNews = isBot && !conversation.bots.has(execution);
  return isNews && !isErased(conversation) && !isForeign(conversation, caller)
    ? mark(conversation, caller)
    : conversation;
}

/** Whose the execution is after a write in it, and whether it is a bot. */
function mark(conversation: Conversation, { execution, client, isBot }: FlowCaller): Conversation {
  const { owners, bots } = conversation;
  return {
    ...conversation,
    owners: owners.has(execution) ? owners : new Map(owners).set(execution, client),
    bots: isBot ? new Set(bots).add(execution) : bots,
  };
}

/** An execution belongs to the client that first wrote in it. */
function requireOwnExecution(conversation: Conversation, caller: FlowCaller): void {
  if (isForeign(conversation, caller)) refuse('foreign-execution');
}

function isForeign({ owners }: Conversation, { execution, client }: FlowCaller): boolean {
  return (owners.get(execution) ?? client) !== client;
}

/** An execution that has called itself a bot may not use secured attributes. */
function refuseBot({ bots }: Conversation, execution: string): void {
  if (bots.has(execution)) refuse('secured-not-for-bots');
}

function resolve(conversation: Conversation, owner: Owner, find = requirePresent): Owner {
  if (owner === undefined || owner === SECURED) return owner;
  if (owner !== THE_CUSTOMER) return find(conversation, owner).id;
  refuseErased(conversation);
  return firstCustomer(conversation)?.id ?? refuse('participant-not-found');
}
