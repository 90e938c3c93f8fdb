import { contract } from '#contract/flows/flush-attributes.ts';
import { flushEndedFlow as trigger } from '#contract/triggers/step-functions.ts';
import { claimsOfClient, type InvocationContext, makeLocalApi } from '#http/in-process/call.ts';
import { handler as flush } from '../flows/flush-attributes.ts';
import { stepFunctionsClient } from './block/block.ts';

/** What is used of an event that tells of the status of an execution. */
interface StatusEvent {
  readonly detail: {
    /** Of the execution. */
    readonly name: string;
    /** Its input as JSON; none where that is too large for an event. */
    readonly input?: string | null;
  };
}

const claims = claimsOfClient(stepFunctionsClient, trigger.scopes);

/**
 * Started when an execution of a flow has ended, in whichever way: flushes what it has left pending. Where its conversation has ended, or is not
 * there, nothing is left to do; where the event has no input, the sweeper flushes.
 *
 * @throws Error when the store does not answer in time: the event is delivered again.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export async function handler({ detail: { name, input } }: StatusEvent, context: InvocationContext): Promise<void> {
  const conversationId = readConversationId(input);
  if (conversationId === undefined) return;
  const path = { conversationId, flowExecutionId: name };
  await makeLocalApi(claims, context).call({ contract, handler: flush }, { path });
}

function readConversationId(input: string | null | undefined): string | undefined {
  const given: unknown = JSON.parse(input ?? 'null');
  if (typeof given !== 'object' || given === null || !('conversationId' in given)) return undefined;
  return typeof given.conversationId === 'string' ? given.conversationId : undefined;
}
