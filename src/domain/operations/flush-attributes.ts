import type { AttributeChanges } from '#domain/attributes.ts';
import type { Conversation, Owner, OwnerName, PendingWrite } from '#domain/conversation.ts';
import { executeAfterRead } from '#domain/execute.ts';
import { countUtf8Bytes, type JsonText } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { type FlowCaller, markExecution, requireOwnExecution } from '#domain/operations/flow-caller.ts';
import { listParticipants, requireSameOwners, resolveOwner } from '#domain/operations/owner.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { OwnerChanges, Plan } from '#domain/update.ts';

/** A **flush**: applies all that a flow execution has pending, and a last batch that comes along. */
export interface FlushAttributes {
  readonly operation: OperationId;
  readonly conversationId: string;
  readonly caller: FlowCaller;
  /** Where the last batch belongs. */
  readonly owner: OwnerName;
  /** The last batch; often empty. */
  readonly attributes: AttributeChanges;
}

/** What a flush applied. */
interface Applied {
  /** The names, without those of secured attributes. */
  readonly flushed: readonly string[];
  /** How many secured attributes; only their own operations tell the names. */
  readonly securedFlushed: number;
}

/** What a flush applied, and the conversation's version after it. */
export interface Flushed extends Applied {
  readonly version: number;
}

/**
 * Applies an execution's pending writes and its last batch in one write. A flush that is repeated finds nothing
 * pending: it never brings back a value that was overwritten since.
 */
export async function flushAttributes(store: ConversationStore, command: FlushAttributes): Promise<Flushed> {
  const plan = (known: Conversation) => planFlush(command, known);
  const {
    conversation,
    plan: done,
    earlier,
  } = await executeAfterRead(store, command.conversationId, command.operation, plan);
  return { ...(done?.applied ?? decodeResult(earlier?.result)), version: conversation.version };
}

/** The write of a flush: what the execution has pending, and the last batch. */
export function planFlush(
  command: Pick<FlushAttributes, 'caller' | 'owner' | 'attributes'>,
  known: Conversation,
): Plan & { readonly applied: Applied } {
  const { caller } = command;
  const { execution } = caller;
  const pending = known.executions.get(execution);
  const lastBatch = { owner: resolveOwner(command.owner, known), attributes: command.attributes };
  const hasLastBatch = command.attributes.size > 0;
  const attributes = groupByOwner(pending?.writes ?? [], lastBatch);
  const { writes = [], securedWrites = [] } = pending ?? {};
  const settle = pending && { execution, writes, securedWrites };
  const secured = new Map(securedWrites.map(({ name, value }) => [name, value]));
  const flushed = [...new Set(attributes.flatMap((change) => [...change.attributes.keys()]))];
  const applied = { flushed, securedFlushed: secured.size };
  const result = encodeResult(applied);
  return {
    ...(hasRoomFor(result, known) && { result }),
    require: {
      ...requireOwnExecution(caller),
      states: ['active'],
      ...(hasLastBatch && {
        takesAttributes: true as const,
        participants: listParticipants(lastBatch.owner),
        ...requireSameOwners([command.owner], [lastBatch.owner], known),
      }),
      executionRevision: { execution, revision: pending?.revision },
    },
    changes: {
      ...markExecution(caller, known),
      attributes,
      ...(secured.size > 0 && { secured }),
      ...(settle && { settle }),
    },
    applied,
  };
}

/** Pending writes as changes of their owners, in the order of their revisions; the last batch comes last. */
function groupByOwner(writes: readonly PendingWrite[], lastBatch: OwnerChanges): readonly OwnerChanges[] {
  const owners = new Map<Owner, Map<string, JsonText | null>>();
  const put = (owner: Owner, name: string, value: JsonText | null) => {
    const changes = owners.get(owner) ?? new Map();
    owners.set(owner, changes.set(name, value));
  };
  for (const { owner, name, value } of writes) put(owner, name, value);
  for (const [name, value] of lastBatch.attributes) put(lastBatch.owner, name, value);
  return [...owners].map(([owner, attributes]) => ({ owner, attributes }));
}

/** What is kept for a repeated delivery: the names, and behind them the number of secured attributes if there were any. */
function encodeResult({ flushed, securedFlushed }: Applied): string {
  return JSON.stringify(securedFlushed > 0 ? [flushed, securedFlushed] : flushed);
}

/** What a flush applied, as it was kept; empty if there was no room to keep it. */
function decodeResult(result = '[]'): Applied {
  const kept = JSON.parse(result);
  const [flushed, securedFlushed] = Array.isArray(kept[0]) ? kept : [kept, 0];
  return { flushed, securedFlushed };
}

/** Whether the names can be kept for a repeated delivery, which without them answers an empty list. */
function hasRoomFor(result: string, { operations }: Conversation): boolean {
  const kept = [...operations.values()].map((operation) => countUtf8Bytes(operation.result ?? ''));
  return kept.reduce((sum, bytes) => sum + bytes, countUtf8Bytes(result)) <= limits.operationResultsBytes;
}
