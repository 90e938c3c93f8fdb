import { conversation, customer, type Tokens } from './cast.ts';
import type { Teller } from './teller.ts';

/** Two change the same attributes: the later one is told so, and merges. */
export async function meetAgent({ chapter, tell }: Teller, { telephony, backEnd, desktop }: Tokens): Promise<void> {
  chapter('The agent');
  await tell({
    says: 'An agent takes the call.',
    request: `POST ${conversation}/participants`,
    token: telephony,
    body: { purpose: 'agent', externalId: 'agent-17' },
    status: 201,
    shows: { id: 'agent', version: 1 },
  });
  const read = await tell({
    says: 'The desktop reads the customer. The ETag is the version of what was read.',
    request: `GET ${customer}`,
    token: desktop,
    status: 200,
    shows: { attributes: { openInvoices: 2 } },
  });
  await tell({
    says: 'Meanwhile the billing system finds one of the two invoices paid.',
    request: `PATCH ${customer}`,
    token: backEnd,
    body: { attributes: { openInvoices: 1 } },
    status: 200,
  });
  const correction = { attributes: { tier: 'platinum', note: 'pays R-2201 today' } };
  await tell({
    says: 'The agent saves. The patch says which version it was made from, and that is no longer the current one: refused, nothing is changed.',
    request: `PATCH ${customer}`,
    token: desktop,
    headers: { 'If-Match': read.etag },
    body: correction,
    status: 412,
    shows: { code: 'precondition-failed', currentVersion: Number(read.etag.replaceAll('"', '')) + 1 },
  });
  await tell({
    says: 'A client that cannot set headers names the version in the body. The refusal is then a 409.',
    request: `PATCH ${customer}`,
    token: desktop,
    body: { ...correction, version: Number(read.etag.replaceAll('"', '')) },
    status: 409,
    shows: { code: 'version-conflict' },
  });
  const again = await tell({
    says: 'The desktop reads again, and the agent sees what has changed.',
    request: `GET ${customer}`,
    token: desktop,
    status: 200,
    shows: { attributes: { openInvoices: 1, tier: 'gold' } },
  });
  await tell({
    says: "Merged with the new state and sent again, it is applied: the billing system's change and the agent's are both there.",
    request: `PATCH ${customer}`,
    token: desktop,
    headers: { 'If-Match': again.etag },
    body: correction,
    status: 200,
    shows: { attributes: { openInvoices: 1, tier: 'platinum', note: 'pays R-2201 today' } },
  });
}
