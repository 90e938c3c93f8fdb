import type { Conversation } from '#domain/conversation.ts';
import { executeAfterRead } from '#domain/execute.ts';
import { type FlowType, isBotType } from '#domain/flow-types.ts';
import { shortenId } from '#domain/hashes.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { Refusal } from '#domain/refusal.ts';
import { makeBotRefusal } from '#domain/requirements.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Changes, Plan, Requirements } from '#domain/update.ts';

/** The caller of an operation in a flow execution, and what it says of the flow. */
export interface FlowCaller {
  /** Of the flow execution's id (`shortenId`). */
  readonly execution: string;
  /** Of the client's id (`shortenId`); undefined if every client may use every execution. */
  readonly client: string | undefined;
  /** The execution calls itself a bot: from now on it may not use secured attributes. */
  readonly isBot: boolean;
}

/**
 * Describes the caller of an operation in a flow execution.
 *
 * @param clientId - whose token it is; undefined if every client may use every execution
 * @param flowType - what the request says of the flow
 */
export function describeFlowCaller(
  flowExecutionId: string,
  clientId: string | undefined,
  flowType: FlowType | undefined,
): FlowCaller {
  return {
    execution: shortenId(flowExecutionId),
    client: clientId === undefined ? undefined : shortenId(clientId),
    isBot: isBotType(flowType),
  };
}

/** What every use of an execution requires: that it does not belong to another client. */
export function requireOwnExecution({ execution, client }: FlowCaller): Pick<Requirements, 'ownExecution'> {
  return client === undefined ? {} : { ownExecution: { execution, client } };
}

/**
 * What a write in an execution records besides its content: which client the execution belongs to, and that it is a
 * bot.
 */
export function markExecution(
  { execution, client, isBot }: FlowCaller,
  known?: Conversation,
): Pick<Changes, 'bot' | 'claim'> {
  return {
    ...(isBot && !known?.bots.has(execution) && { bot: execution }),
    ...(client !== undefined && !known?.owners.has(execution) && { claim: { execution, client } }),
  };
}

/** A request of a bot that writes nothing itself. */
export interface BotRequest {
  readonly operation: OperationId;
  readonly conversationId: string;
  readonly caller: FlowCaller;
}

/** Records that an execution calls itself a bot. @throws Refusal if the caller may not use it */
export async function recordBot(
  store: ConversationStore,
  { operation, conversationId, caller }: BotRequest,
  require: Requirements = {},
  known?: Conversation,
): Promise<Conversation> {
  const plan = (now: Conversation): Plan => ({
    require: { states: ['active', 'wrapup'], ...requireOwnExecution(caller), ...require },
    changes: now.bots.has(caller.execution) ? {} : markExecution(caller, now),
    isUpkeep: true,
  });
  return (await executeAfterRead(store, conversationId, operation, plan, known)).conversation;
}

/**
 * Refuses secured attributes to an execution that calls itself a bot, and records that it does. It refuses too if the
 * conversation does not exist or is over.
 *
 * @throws Refusal `secured-not-for-bots`
 */
export async function assertNotBot(store: ConversationStore, request: BotRequest): Promise<void> {
  if (!request.caller.isBot) return;
  try {
    await recordBot(store, request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  throw makeBotRefusal();
}
