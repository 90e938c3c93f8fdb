import { billing, conversation, type Tokens } from './cast.ts';
import type { Teller } from './teller.ts';

/** A second flow reads what the first one left, and handles a card number. */
export async function transfer({ chapter, tell }: Teller, { flows, desktop }: Tokens): Promise<void> {
  chapter('Transfer to the billing flow');
  await tell({
    says: 'The call goes on in a second flow. It reads what the first one and the CRM have left; no name in the query means all.',
    request: `GET ${billing}/attributes`,
    token: flows,
    status: 200,
    shows: { attributes: { language: 'de', tier: 'gold', reason: 'invoice', verified: 'yes' } },
  });
  await tell({
    says: 'The caller wants to pay by card. The flow sets the number as a secured attribute: it is sealed under a KMS key of your own before it is stored.',
    request: `POST ${billing}/secureattributes`,
    token: flows,
    body: { attributes: { cardNumber: '4111111111111111' } },
    status: 202,
    shows: { pending: ['cardNumber'] },
  });
  await tell({
    says: 'The flow has it in the clear when it asks for it, with the scope that this needs.',
    request: `GET ${billing}/secureattributes?name=cardNumber`,
    token: flows,
    status: 200,
    shows: { attributes: { cardNumber: '4111111111111111' } },
  });
  await tell({
    says: 'It flushes, with a last batch in the same request. The answer names no secured attribute.',
    request: `POST ${billing}/flush`,
    token: flows,
    body: { attributes: { invoice: 'R-2201' } },
    status: 200,
    shows: { flushed: ['invoice'] },
    hides: ['cardNumber', '4111'],
  });
  await tell({
    says: "Neither the name nor the number stands anywhere else: here is what an agent's desktop sees of the call.",
    request: 'GET /api/v2/interactions/call-4711',
    token: desktop,
    status: 200,
    shows: { participants: [{ type: 'customer', attributes: { invoice: 'R-2201' } }] },
    hides: ['cardNumber', '4111'],
  });
  await tell({
    says: 'To ask for secured attributes, the desktop lacks the scope. A refusal is a problem document (RFC 9457) that says what was wrong.',
    request: `GET ${conversation}/secureattributes`,
    token: desktop,
    status: 403,
    shows: { code: 'missing-scope' },
  });
}
