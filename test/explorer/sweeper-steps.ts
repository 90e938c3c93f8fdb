import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { sweep as runSweep } from '#domain/operations/sweep.ts';
import { Refusal } from '#domain/refusal.ts';
import type { DueEntry } from '#domain/store.ts';
import { DynamoDbDueIndex } from '#dynamodb/due-index.ts';
import { isOver } from '../reference/conversation.ts';
import { applyPending } from '../reference/flows.ts';
import { dueOf, end, forget } from '../reference/life.ts';
import type { Model } from './model.ts';
import { type Answer, type Context, conversationId, leases, type Sent, type Step, sent, settings } from './step.ts';

/** Seconds for which `lambdas/sweep.ts` puts off what it could not deal with. */
const putOffSeconds = 600;

const referenceLeases = {
  pending: leases.pendingSeconds * 1000,
  active: leases.activeSeconds * 1000,
  wrapup: leases.wrapupSeconds * 1000,
};

/** What a sweep may say of itself. */
interface Sweep extends Sent {
  /** Whether the index has what is left of an erased conversation, not the conversation. @default false */
  readonly isErased?: boolean;
  /** Whether it may be told that somebody else was quicker. @default true */
  readonly mayFail?: boolean;
}

/** The sweeper looks at the conversation; what it can't deal with it puts off, as `lambdas/sweep.ts` does. */
export function sweep({ isErased = false, mayFail = true, ...own }: Sweep = {}): Step {
  const head = sent(`sweep ${(own.after ?? 0) / 60_000} minutes later`, own);
  return {
    ...head,
    decide: () => ({ answer: 'swept' }),
    permits: (model, lastWrite) => sweepable(model, lastWrite, head.at),
    run: async (context) => {
      const { store, ending, options } = context;
      const entry = isErased ? await erasedEntry(context) : { key: store.itemKey(conversationId), id: conversationId };
      try {
        const outcome = await runSweep(store, ending, entry);
        if (outcome === 'gone') await new DynamoDbDueIndex(options).forget(entry);
        return done(outcome);
      } catch (error) {
        if (!(error instanceof Refusal && mayFail)) throw error;
        return putOff(context, head.at);
      }
    },
  };
}

/** What a sweep may do at a time: each is one write. Nothing else may change what readers see. */
function sweepable(model: Model, lastWrite: number, at: number): readonly Model[] {
  if (model.there !== 'conversation') return [];
  const { conversation } = model;
  if (isOver(conversation, at)) return [{ there: 'nothing' }];
  const { state, executions } = dueOf(conversation, lastWrite, at, referenceLeases);
  const left = forget(conversation, at);
  // What is kept no longer goes first.
  if (left !== conversation) return [{ there: 'conversation', conversation: left }];
  const next = [
    ...executions.map((execution) => applyPending(conversation, execution)),
    ...(state ? [end(conversation, { state, at, versions: [] }, settings)] : []),
  ];
  return next.map((one) => ({ there: 'conversation', conversation: one }));
}

/** The sweeper puts a conversation off, though somebody else may have dealt with it meanwhile. */
export function putOffAt(own: Sent): Step {
  const head = sent('put off', own);
  return {
    ...head,
    decide: () => ({ answer: 'put off' }),
    permits: () => [],
    run: (context) => putOff(context, head.at),
  };
}

/** The sweeper notes that the data key of an erased conversation is removed, though another one may have noted it long ago. */
export function keyRemovedAt(own: Sent): Step {
  const head = sent('note that the data key is removed', own);
  return {
    ...head,
    decide: () => ({ answer: 'noted' }),
    permits: () => [],
    run: async ({ store }) => {
      await store.noteErasedKeyRemoved(store.itemKey(conversationId));
      return done('noted');
    },
  };
}

/** What the index has of an erased conversation. */
async function erasedEntry({ store, options: { client, table } }: Context): Promise<DueEntry> {
  const key = store.itemKey(conversationId);
  const { Item: item } = await client.send(
    new GetCommand({ TableName: table, Key: { pk: key }, ConsistentRead: true }),
  );
  return { key, ...(item?.erasedKey !== undefined && { erasedKey: String(item.erasedKey) }) };
}

async function putOff({ store, options }: Context, at: number): Promise<Answer> {
  const entry = { key: store.itemKey(conversationId), id: conversationId };
  await new DynamoDbDueIndex(options).postpone(entry, at / 1000 + putOffSeconds);
  return done('put off');
}

function done(text: string): Answer {
  return { text, isTrue: () => true };
}
