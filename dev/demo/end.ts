import { conversation, type Tokens } from './cast.ts';
import type { Teller } from './teller.ts';

/** What is pending is applied, what is listed is kept, the rest is gone. */
export async function end({ chapter, tell }: Teller, { admin, telephony, flows, backEnd }: Tokens): Promise<void> {
  chapter('The end');
  await tell({
    says: 'A last flow asks how it was. The caller answers and hangs up: the flow never comes to its flush.',
    request: `POST ${conversation}/flows/survey-83/attributes`,
    token: flows,
    body: { attributes: { reason: 'invoice, solved' } },
    status: 202,
  });
  await tell({
    says: 'The call ends, and the conversation is in wrap-up. The same write applies what is still pending: a set that was acknowledged is never lost.',
    request: `PATCH ${conversation}`,
    token: telephony,
    body: { state: 'wrapup' },
    status: 200,
    shows: { state: 'wrapup', participants: [{ attributes: { reason: 'invoice, solved' } }] },
  });
  await tell({
    says: 'A set that comes too late is refused, not silently dropped.',
    request: `POST ${conversation}/flows/survey-83/attributes`,
    token: flows,
    body: { attributes: { reason: 'none' } },
    status: 409,
    shows: { code: 'conversation-ended' },
  });
  await tell({
    says: 'The agent is done. From now on nothing is left but the facts of the record and what was listed at the beginning.',
    request: `PATCH ${conversation}`,
    token: telephony,
    body: { state: 'handled', wrapup: { code: 'solved' } },
    status: 200,
    shows: { state: 'handled' },
    hides: ['Ada', 'R-2201', 'openInvoices'],
  });
  await tell({
    says: 'Kept: the two listed names, for 30 days.',
    request: `GET ${conversation}/history`,
    token: telephony,
    status: 200,
    shows: { wrapup: { code: 'solved' }, data: { reason: 'invoice, solved', tier: 'platinum' } },
    hides: ['Ada', 'R-2201', 'openInvoices', 'verified'],
  });
  await tell({
    says: 'Gone: the card number, and the data key without which nobody opens a copy of it in a backup.',
    request: `GET ${conversation}/secureattributes`,
    token: backEnd,
    status: 200,
    hides: ['cardNumber', '4111'],
  });
  await tell({
    says: 'The caller wants to be forgotten before the 30 days are over. Erasing leaves only that the id is taken.',
    request: `DELETE ${conversation}`,
    token: admin,
    status: 204,
  });
  await tell({
    says: 'After that there is no such conversation, for anybody.',
    request: `GET ${conversation}/history`,
    token: telephony,
    status: 404,
    shows: { code: 'conversation-not-found' },
  });
}
