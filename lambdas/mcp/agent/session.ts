import type { AgentAttributes } from '#contract/agent-attributes.ts';
import type { Contract } from '#contract/contract.ts';
import type { LocalAnswer, LocalRequest } from '#http/in-process/call.ts';

/** Runs operations of the API, in this process or over HTTP. A refusal is an answer, whatever its status. */
export interface AgentApi {
  ask<Own extends Contract>(contract: Own, request: LocalRequest<Own>): Promise<LocalAnswer>;
}

/** For whom tools work. */
export interface AgentSession {
  readonly api: AgentApi;
  /** The conversation that the agent's host has chosen; undefined: the model names it in each call. */
  readonly conversationId: string | undefined;
  readonly flowExecutionId: string;
  readonly attributes: AgentAttributes;
}

/** The flow execution of an agent whose host names none. */
export const DEFAULT_EXECUTION = 'ai-agent';

/** An agent is a bot: no secured attribute is set or shown. */
export const AGENT_FLOW_TYPE = 'bot';
