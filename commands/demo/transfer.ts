import { type Cast, callId } from './cast.ts';
import type { Teller } from './teller.ts';

/** A second flow reads what the first one left, and handles a card number. */
export async function transfer({ chapter, tell, tellRefused }: Teller, { flows, desktop }: Cast): Promise<void> {
  const flow = flows.conversation(callId).flow('billing-82');
  chapter('Transfer to the billing flow');
  await tell({
    says: 'The call goes on in a second flow. It reads what the first one and the CRM have left; no name in the query means all.',
    does: () => flow.get(),
    status: 200,
    shows: { attributes: { language: 'de', tier: 'gold', reason: 'invoice', verified: 'yes' } },
  });
  await tell({
    says: 'The caller wants to pay by card. The flow sets the number as a secured attribute: it is sealed under a KMS key of your own before it is stored.',
    does: () => flow.setSecured({ cardNumber: '4111111111111111' }),
    status: 202,
    shows: { pending: ['cardNumber'] },
  });
  await tell({
    says: 'The flow has it in the clear when it asks for it, with the scope that this needs.',
    does: () => flow.getSecured(['cardNumber']),
    status: 200,
    shows: { attributes: { cardNumber: '4111111111111111' } },
  });
  await tell({
    says: 'It flushes, with a last batch in the same request. The answer names no secured attribute.',
    does: () => flow.flush({ invoice: 'R-2201' }),
    status: 200,
    shows: { flushed: ['invoice'] },
    hides: ['cardNumber', '4111'],
  });
  await tell({
    says: "Neither the name nor the number is anywhere else: here is what an agent's desktop sees of the call.",
    does: () => desktop.conversation(callId).interaction(),
    status: 200,
    shows: { participants: [{ type: 'customer', attributes: { invoice: 'R-2201' } }] },
    hides: ['cardNumber', '4111'],
  });
  await tellRefused({
    says: 'To ask for secured attributes, the desktop lacks the scope. A refusal is a problem document (RFC 9457) that says what was wrong.',
    does: () => desktop.conversation(callId).secured(),
    status: 403,
    shows: { code: 'missing-scope' },
  });
}
