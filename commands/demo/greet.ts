import { type Cast, callId } from './cast.ts';
import type { Teller } from './teller.ts';

/** A flow sets, gets and flushes; others see nothing before, and all of it after. */
export async function greet({ chapter, tell }: Teller, { flows, backEnd, desktop }: Cast): Promise<void> {
  const flow = flows.conversation(callId).flow('greeting-81');
  chapter('The greeting flow');
  await tell({
    says: 'The CRM look-up adds what it knows of the caller. A patch merges: "language" stays, since the patch does not name it.',
    does: () =>
      backEnd.conversation(callId).participant('customer').patch({ name: 'Ada Lang', tier: 'gold', openInvoices: 2 }),
    status: 200,
    shows: { attributes: { language: 'de', name: 'Ada Lang', tier: 'gold', openInvoices: 2 }, version: 2 },
  });
  await tell({
    says: 'The flow asks for the reason of the call and sets it. A set is pending until the flow flushes: already durable, but visible to this flow execution only.',
    does: () => flow.set({ reason: 'invoice', verified: 'yes' }),
    status: 202,
    shows: { pending: ['reason', 'verified'] },
  });
  await tell({
    says: 'The flow gets attributes. It sees its own pending value of "reason" next to the stored "tier". "Verifed" is not set: the answer says what was probably meant.',
    does: () => flow.get(['reason', 'tier', 'Verifed']),
    status: 200,
    shows: {
      attributes: { reason: 'invoice', tier: 'gold' },
      notSet: [{ name: 'Verifed', didYouMean: 'verified' }],
    },
  });
  await tell({
    says: "An agent's desktop reads at the same moment. It sees nothing of what is pending.",
    does: () => desktop.conversation(callId).participant('customer').attributes(),
    status: 200,
    shows: { attributes: { tier: 'gold' } },
    hides: ['reason', 'verified'],
  });
  await tell({
    says: 'The flow flushes: its whole batch takes effect in one write, for everybody. The connection breaks before the flow sees the answer, so its client sends the flush again with the same Idempotency-Key. It gets the answer of the first time, and nothing is applied twice.',
    does: () => flow.flush(),
    losesAnswer: true,
    status: 200,
    shows: { flushed: ['reason', 'verified'] },
  });
}
