import type { Conversation } from '#domain/conversation.ts';
import { executeAfterRead } from '#domain/execute.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Requirements } from '#domain/update.ts';

/** Makes ids at random. */
export interface IdSource {
  /** An internal id: random, so that it tells nothing of the conversation. */
  readonly internalId: () => string;
  /** An operation id for a write that no request asked for. */
  readonly operation: () => OperationId;
}

/**
 * Gives a conversation its internal id before its data key is made. So an end knows that there is a key to remove,
 * and two requests that write the first secured values at once use the same id.
 */
export async function assignInternalId(
  store: ConversationStore,
  ids: IdSource,
  known: Conversation,
  require: Requirements,
): Promise<{ readonly internalId: string; readonly conversation: Conversation }> {
  if (known.internalId !== undefined) return { internalId: known.internalId, conversation: known };
  const internalId = ids.internalId();
  const plan = (now: Conversation) => ({
    require,
    changes: now.internalId === undefined ? { internalId } : {},
    isUpkeep: true as const,
  });
  const { conversation } = await executeAfterRead(store, known.id, ids.operation(), plan, known);
  return { internalId: conversation.internalId ?? internalId, conversation };
}
