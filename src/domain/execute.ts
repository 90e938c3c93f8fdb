import { setTimeout as sleep } from 'node:timers/promises';
import type { AppliedOperation, Conversation } from '#domain/conversation.ts';
import { Refusal } from '#domain/refusal.ts';
import { unmet } from '#domain/requirements.ts';
import type { Store } from '#domain/store.ts';
import { isEmpty, isOutdated, type OperationId, type Plan, withCounters } from '#domain/update.ts';

/** How often a write is tried again because others wrote in between, before the caller is asked to. */
const attempts = 12;

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
 * condition fails, the conversation tells why: applied already, refused, or worth another attempt.
 *
 * @throws Refusal what the conversation does not allow; `contention` when others kept winning.
 */
export async function execute<P extends Plan>(
  store: Store,
  id: string,
  operation: OperationId,
  plan: (known?: Conversation) => P,
): Promise<Executed<P>> {
  const blind = plan();
  if (isEmpty(blind.changes)) return executeKnown(store, id, operation, plan);
  const outcome = await store.update(id, withCounters({ ...blind, operation }));
  if (outcome.applied) return { conversation: outcome.conversation, plan: blind };
  return executeKnown(store, id, operation, plan, outcome.conversation ?? notFound(id));
}

/** Like `execute`, for a write that needs the conversation to be planned. */
export async function executeKnown<P extends Plan>(
  store: Store,
  id: string,
  operation: OperationId,
  plan: (known: Conversation) => P,
  conversation?: Conversation,
): Promise<Executed<P>> {
  let known = conversation ?? (await read(store, id));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const earlier = delivered(known, operation);
    if (earlier) return { conversation: known, earlier };
    const planned = plan(known);
    const refusal = unmet(known, planned.require);
    if (refusal) throw refusal;
    if (isEmpty(planned.changes)) return { conversation: known, plan: planned };
    const fitted = withCounters({ ...planned, operation }, known);
    if (attempt > 1) await sleep(Math.random() * 2 ** Math.min(attempt, 6));
    const outcome = await store.update(id, fitted);
    if (outcome.applied) return { conversation: outcome.conversation, plan: planned };
    known = outcome.conversation ?? notFound(id);
  }
  throw new Refusal('contention', `Conversation "${id}" was written by others ${attempts} times meanwhile: retry`);
}

/** A conversation that must be there. */
export async function read(store: Store, id: string): Promise<Conversation> {
  return (await store.read(id)) ?? notFound(id);
}

/** The earlier delivery of an operation, if there was one within 15 minutes. */
export function delivered(conversation: Conversation, operation: OperationId): AppliedOperation | undefined {
  const earlier = conversation.operations.get(operation.key);
  if (!earlier || isOutdated(earlier, operation.at)) return undefined;
  if (earlier.fingerprint === operation.fingerprint) return earlier;
  const message =
    'The Idempotency-Key was used within the last 15 minutes with another body: use a new key for a new request';
  throw new Refusal('idempotency-key-reused', message);
}

/** @throws Refusal `conversation-not-found`. */
export function notFound(id: string): never {
  throw new Refusal('conversation-not-found', `There is no conversation "${id}": it was never made, or is erased`);
}
