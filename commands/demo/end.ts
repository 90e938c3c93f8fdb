import { type Cast, callId } from './cast.ts';
import type { Teller } from './teller.ts';

/** What is pending is applied, what is listed is kept, the rest is gone. */
export async function end(
  { chapter, tell, tellRefused }: Teller,
  { admin, telephony, flows, backEnd }: Cast,
): Promise<void> {
  const survey = flows.conversation(callId).flow('survey-83');
  const call = telephony.conversation(callId);
  chapter('The end');
  await tell({
    says: 'A last flow asks how it was. The caller answers and hangs up: the flow never comes to its flush.',
    does: () => survey.set({ reason: 'invoice, solved' }),
    status: 202,
  });
  await tell({
    says: 'The call ends, and the conversation is in wrap-up. The same write applies what is still pending: a set that was acknowledged is never lost.',
    does: () => call.patch({ state: 'wrapup' }),
    status: 200,
    shows: { state: 'wrapup', participants: [{ attributes: { reason: 'invoice, solved' } }] },
  });
  await tellRefused({
    says: 'A set that comes too late is refused, not silently dropped.',
    does: () => survey.set({ reason: 'none' }),
    status: 409,
    shows: { code: 'conversation-ended' },
  });
  await tell({
    says: 'The agent is done. From now on nothing is left but the facts of the record and what was listed at the beginning.',
    does: () => call.patch({ state: 'handled', wrapup: { code: 'solved' } }),
    status: 200,
    shows: { state: 'handled' },
    hides: ['Ada', 'R-2201', 'openInvoices'],
  });
  await tell({
    says: 'Kept: the two listed names, for 30 days.',
    does: () => call.history(),
    status: 200,
    shows: { wrapup: { code: 'solved' }, data: { reason: 'invoice, solved', tier: 'platinum' } },
    hides: ['Ada', 'R-2201', 'openInvoices', 'verified'],
  });
  await tell({
    says: 'Gone: the card number, and the data key without which no copy of it in a backup can be opened.',
    does: () => backEnd.conversation(callId).secured(),
    status: 200,
    hides: ['cardNumber', '4111'],
  });
  await tell({
    says: 'The caller wants to be forgotten before the 30 days are over. Erasing leaves only that the id is taken.',
    does: () => admin.conversation(callId).erase(),
    status: 204,
  });
  await tellRefused({
    says: 'After that there is no such conversation, for anybody.',
    does: () => call.history(),
    status: 404,
    shows: { code: 'conversation-not-found' },
  });
}
