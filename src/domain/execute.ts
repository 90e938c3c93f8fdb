import { setTimeout as sleep } from 'node:timers/promises';
import type { Conversation } from '#domain/conversation.ts';
import { addCounters } from '#domain/counters.ts';
import { addFoundBy, touchesSearchable } from '#domain/found-by.ts';
import {
  ANY_REQUEST,
  type AppliedOperation,
  type AppliedOperations,
  isOutdated,
  type OperationId,
  removeFingerprint,
  UNKEYED,
} from '#domain/operation-ids.ts';
import { Refusal } from '#domain/refusal.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { ConversationStore } from '#domain/store.ts';
import { isEmpty, type Plan } from '#domain/update.ts';

/** How often a write is tried while others write in between, before the caller is told to retry. */
const MAX_ATTEMPTS = 50;

/** A write that took effect: now, or when an earlier delivery of the same operation came in. */
export interface Executed<P extends Plan = Plan> {
  /** The conversation after the write; for a repeated delivery, as it is now. */
  readonly conversation: Conversation;
  /** What was applied, unless an earlier delivery did it. */
  readonly plan?: P;
  /** The earlier delivery, when there was one. */
  readonly earlier?: AppliedOperation;
}

/**
 * Runs a write until it is applied once or refused. The first attempt is blind, so it takes one round trip; when a
 * condition fails, the conversation tells why: applied already, refused, or worth another attempt. A write of searchable names
 * reads first: what the conversation is found by depends on all its attributes.
 *
 * @throws Refusal what the conversation does not allow; `contention` when others kept winning.
 */
export async function execute<P extends Plan>(
  store: ConversationStore,
  id: string,
  operation: OperationId,
  plan: (known?: Conversation) => P,
): Promise<Executed<P>> {
  const blind = plan();
  if (isEmpty(blind.changes) || touchesSearchable(blind.changes, await store.listSearchable())) {
    return executeAfterRead(store, id, operation, plan);
  }
  const outcome = await store.update(id, addCounters({ ...blind, operation }));
  if (outcome.applied) return { conversation: outcome.conversation, plan: blind };
  return executeAfterRead(store, id, operation, plan, outcome.conversation ?? throwNotFound(id));
}

/** Like `execute`, for a write that needs the conversation to be planned. */
export async function executeAfterRead<P extends Plan>(
  store: ConversationStore,
  id: string,
  operation: OperationId,
  plan: (known: Conversation) => P | Promise<P>,
  conversation?: Conversation,
): Promise<Executed<P>> {
  return retryUntilApplied<Executed<P>>(id, conversation ?? (await readConversation(store, id)), async (known) => {
    const earlier = findDuplicate(known, operation);
    if (earlier) return { done: { conversation: known, earlier } };
    const planned = await plan(known);
    const refusal = checkRequirements(known, planned.require);
    if (refusal) throw refusal;
    if (isEmpty(planned.changes)) return { done: { conversation: known, plan: planned } };
    if (known.ending) return { conversation: await finishEnd(store, known) };
    const left = planned.omitsFingerprint ? removeFingerprint(operation) : operation;
    const whole = addFoundBy(planned, known, await store.listSearchable());
    const outcome = await store.update(id, addCounters({ ...whole, operation: left }, known));
    return outcome.applied ? { done: { conversation: outcome.conversation, plan: planned } } : outcome;
  });
}

/**
 * Carries out a decided end that the item still holds, because the request that decided it crashed or was overtaken.
 * An end that takes effect replaces the item by what it leaves; one that does not is withdrawn.
 *
 * @param due when the sweeper looks at it next. @default as the item says: at once
 * @returns the conversation as it is now; none where it has been erased meanwhile.
 */
export async function finishEnd(
  store: ConversationStore,
  known: Conversation,
  due = known.due,
): Promise<Conversation | undefined> {
  const { ending, ...whole } = known;
  if (!ending) return known;
  const { revision } = whole;
  const outcome = await (ending === 'decided'
    ? store.replace({ ...whole, due, revision: revision + 1 }, revision)
    : store.withdrawEnd({ ...whole, due }));
  return outcome.conversation;
}

/** What became of an attempt: done, or the conversation as it is now. */
export type Attempt<Done> = { readonly done: Done } | { readonly conversation: Conversation | undefined };

/** Tries again with the conversation as it is now, while others write in between, after a growing pause. */
export async function retryUntilApplied<Done>(
  id: string,
  conversation: Conversation,
  attempt: (known: Conversation) => Promise<Attempt<Done>>,
): Promise<Done> {
  let known = conversation;
  return retryUntilDone(`conversation "${id}"`, async () => {
    const outcome = await attempt(known);
    if ('done' in outcome) return outcome;
    known = outcome.conversation ?? throwNotFound(id);
    return undefined;
  });
}

/**
 * Tries again, after a growing pause, while an attempt gives nothing because others wrote in between.
 *
 * @param what they wrote, for the refusal.
 * @throws Refusal `contention`.
 */
export async function retryUntilDone<Done>(
  what: string,
  attempt: () => Promise<{ readonly done: Done } | undefined>,
): Promise<Done> {
  for (let count = 0; count < MAX_ATTEMPTS; count++) {
    if (count > 1) await sleep(Math.random() * 2 ** Math.min(count, 6));
    const outcome = await attempt();
    if (outcome) return outcome.done;
  }
  throw new Refusal('contention', `Others wrote ${what} ${MAX_ATTEMPTS} times meanwhile: retry`);
}

/** Reads a conversation that must exist. @throws Refusal `conversation-not-found` */
export async function readConversation(store: ConversationStore, id: string): Promise<Conversation> {
  return (await store.read(id)) ?? throwNotFound(id);
}

/**
 * The earlier delivery of an operation, if there was one that is still recorded.
 *
 * @throws Refusal `idempotency-key-expired` for an outdated one: it may be the same request, which must not be
 * applied again; `idempotency-key-reused` for another request under its key.
 */
export function findDuplicate(known: AppliedOperations, operation: OperationId): AppliedOperation | undefined {
  const earlier = known.operations.get(operation.key);
  if (!earlier) return undefined;
  if (isOutdated(earlier, operation.at)) {
    const message = `The Idempotency-Key was used at ${new Date(earlier.at * 1000).toISOString()}, more than 24 hours ago, and was applied then: read the current state, and use a new key for a new request`;
    throw new Refusal('idempotency-key-expired', message);
  }
  const isSame = earlier.isCompact
    ? operation.fingerprint.startsWith(earlier.fingerprint)
    : operation.fingerprint === earlier.fingerprint;
  if (isSame || [UNKEYED, ANY_REQUEST].includes(earlier.fingerprint)) return earlier;
  const message =
    'The Idempotency-Key was used within the last 24 hours with another body, If-Match or Content-Type of a patch: use a new key for a new request';
  throw new Refusal('idempotency-key-reused', message);
}

/** @throws Refusal `conversation-not-found`. */
export function throwNotFound(id: string): never {
  throw new Refusal('conversation-not-found', `There is no conversation "${id}": it was never made, or is erased`);
}
