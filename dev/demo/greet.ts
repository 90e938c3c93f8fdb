import { customer, greeting, type Tokens } from './cast.ts';
import type { Teller } from './teller.ts';

/** A flow sets, gets and flushes; others see nothing before, and all of it after. */
export async function greet({ chapter, tell }: Teller, { flows, backEnd, desktop }: Tokens): Promise<void> {
  chapter('The greeting flow');
  await tell({
    says: 'The CRM look-up adds what it knows of the caller. A patch merges: "language" stays, since the patch does not name it.',
    request: `PATCH ${customer}`,
    token: backEnd,
    body: { attributes: { name: 'Ada Lang', tier: 'gold', openInvoices: 2 } },
    status: 200,
    shows: { attributes: { language: 'de', name: 'Ada Lang', tier: 'gold', openInvoices: 2 }, version: 2 },
  });
  await tell({
    says: 'The flow asks for the reason of the call and sets it. A set is pending until the flow flushes: already durable, but visible to this flow execution only.',
    request: `POST ${greeting}/attributes`,
    token: flows,
    body: { attributes: { reason: 'invoice', verified: 'yes' } },
    status: 202,
    shows: { pending: ['reason', 'verified'] },
  });
  await tell({
    says: 'The flow gets attributes. It sees its own pending value of "reason" beside the stored "tier". "Verifed" is not set: the answer says what was probably meant.',
    request: `GET ${greeting}/attributes?name=reason&name=tier&name=Verifed`,
    token: flows,
    status: 200,
    shows: {
      attributes: { reason: 'invoice', tier: 'gold' },
      notSet: [{ name: 'Verifed', didYouMean: 'verified' }],
    },
  });
  await tell({
    says: "An agent's desktop reads at the same moment. It sees nothing of what is pending.",
    request: `GET ${customer}`,
    token: desktop,
    status: 200,
    shows: { attributes: { tier: 'gold' } },
    hides: ['reason', 'verified'],
  });
  const flush = {
    request: `POST ${greeting}/flush`,
    token: flows,
    body: {},
    headers: { 'Idempotency-Key': 'greeting-81-flush-1' },
    status: 200,
    shows: { flushed: ['reason', 'verified'] },
  };
  await tell({ ...flush, says: 'The flow flushes: its whole batch takes effect in one write, for everybody.' });
  await tell({
    ...flush,
    says: 'The connection broke before the flow saw the answer, so it sends the flush again with the same Idempotency-Key. It gets the same answer, and nothing is applied twice.',
  });
}
