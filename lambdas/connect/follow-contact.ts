import { followContact as trigger } from '#contract/triggers/connect.ts';
import { claimsOfClient, type InvocationContext, makeLocalApi } from '#http/in-process/call.ts';
import { connectClient } from './contact/contact.ts';
import { type ContactEvent, readContactEvent } from './contact/contact-event.ts';
import { ContactSteps } from './contact/steps.ts';

const claims = claimsOfClient(connectClient, trigger.scopes);

/**
 * Started by contact events of Amazon Connect, which come at least once and in any order. Every contact of a conversation is a
 * participant of it while it lasts, so that the conversation ends with the last of them, not with the first one that is transferred.
 *
 * @throws Error when a step could not be taken: the event is delivered again.
 */
export async function handler(event: ContactEvent, context: InvocationContext): Promise<void> {
  const { contact, type, agentArn } = readContactEvent(event);
  // A supervisor who listens takes no part.
  if (contact.initiationMethod === 'MONITOR') return;
  const steps = new ContactSteps(makeLocalApi(claims, context), contact);
  switch (type) {
    case 'INITIATED':
      return steps.join();
    case 'CONNECTED_TO_AGENT':
      await steps.join();
      await steps.joinAgent(agentArn);
      return steps.flush();
    case 'DISCONNECTED':
    case 'COMPLETED':
      // One whose beginning is still under way would join after its end.
      await steps.join();
      await steps.flush();
      await steps.leave();
      // The agent's work after the contact is the wrap-up.
      return steps.endUnlessTransferred(type === 'COMPLETED' ? 'handled' : 'wrapup');
    default:
      return undefined;
  }
}
