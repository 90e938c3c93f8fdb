import { type Cast, callId } from './cast.ts';
import type { Teller } from './teller.ts';

/** Two change the same attributes: the later one is told so, and merges. */
export async function meetAgent(
  { chapter, tell, tellRefused }: Teller,
  { telephony, backEnd, desktop }: Cast,
): Promise<void> {
  const customer = desktop.conversation(callId).participant('customer');
  chapter('The agent');
  await tell({
    says: 'An agent takes the call.',
    does: () => telephony.conversation(callId).addParticipant({ purpose: 'agent', externalId: 'agent-17' }),
    status: 201,
    shows: { id: 'agent-1', version: 1 },
  });
  const { version } = await tell({
    says: 'The desktop reads the customer. The ETag is the version of what was read.',
    does: () => customer.attributes(),
    status: 200,
    shows: { attributes: { openInvoices: 2 } },
  });
  await tell({
    says: 'Meanwhile the billing system finds one of the two invoices paid.',
    does: () => backEnd.conversation(callId).participant('customer').patch({ openInvoices: 1 }),
    status: 200,
  });
  const correction = { tier: 'platinum', note: 'pays R-2201 today' };
  await tellRefused({
    says: 'The agent saves. The patch says which version it was made from, and that is no longer the current one: refused, nothing is changed.',
    does: () => customer.patch(correction, { version }),
    status: 409,
    shows: { code: 'version-conflict', currentVersion: version + 1 },
  });
  await tell({
    says: "The desktop's client reads again, merges and saves with the new version, and would do so again if another write were faster. The billing system's change and the agent's are both there.",
    does: () => customer.updateAttributes(() => correction),
    status: 200,
    shows: { attributes: { openInvoices: 1, tier: 'platinum', note: 'pays R-2201 today' } },
  });
}
