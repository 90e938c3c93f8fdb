import { operations } from '#contract/operations.ts';
import { examplePath } from '../../support/example-path.ts';
import { securedFlow, securedOf } from '../support/paths.ts';
import type { World } from './world.ts';

/** The ordinary value that the same search must find: it shows that the search looks where values are. */
export const ordinary = 'ordinaryvalue0123456789';

/** Uses every route while a conversation has secured attributes, and after its end. */
export async function useRoutes(world: World): Promise<void> {
  const { ask, secret } = world;
  await ask(200, {
    method: 'PUT',
    path: '/api/v2/settings/channels/voice',
    // Secured names on the saved list: they may not be saved from there either.
    body: { savedAttributes: ['pin', 'card', 'tier'], retentionDays: 1 },
  });
  await ask(200, { method: 'GET', path: '/api/v2/settings/channels/voice' });
  // Before anything else reads the definitions: for a minute after that a function knows no new ones.
  await useSchemas(world);
  const definition = '/api/v2/settings/attributes/unused';
  await ask(200, { method: 'PUT', path: definition, body: { secured: true } });
  await ask(200, { method: 'GET', path: definition });
  await ask(200, { method: 'GET', path: '/api/v2/settings/attributes' });
  await ask(204, { method: 'DELETE', path: definition });
  await world.make({ data: { tier: ordinary } });
  const made = await world.make({ data: { tier: ordinary } });
  await useSecuredRoutes(world, made);
  await useOrdinaryRoutes(world, made);
  await useWebchat(world);
  const [set, read] = [securedFlow(made), securedOf(made)];
  await ask(202, { method: 'POST', path: set, body: { attributes: { cvv: secret('pending-at-the-end') } } });
  for (const state of ['wrapup', 'handled']) {
    await ask(200, { method: 'PATCH', path: made.conversation, body: { state, wrapup: { code: 'done' } } });
    await readEverything(world, made, { ended: true });
  }
  await ask(201, { method: 'POST', path: '/RI/cmi/contactData', body: { contact_id: made.id, data: { tier: '2' } } });
  await ask(409, { method: 'PATCH', path: read, body: { attributes: { pin: secret('after-the-end') } } });
  await ask(200, { method: 'GET', path: read });
  const erased = await world.make();
  await ask(200, {
    method: 'PATCH',
    path: securedOf(erased),
    body: { attributes: { pin: secret('erased') } },
    shows: true,
  });
  await ask(202, {
    method: 'POST',
    path: securedFlow(erased),
    body: { attributes: { cvv: secret('erased-pending') } },
  });
  await ask(204, { method: 'DELETE', path: erased.conversation });
  await ask(404, { method: 'PATCH', path: securedOf(erased), body: { attributes: { pin: secret('after-erasure') } } });
  await ask(404, { method: 'GET', path: securedOf(erased) });
}

const schemas = '/api/v2/conversations/customattributes/schemas';

async function useSchemas({ ask }: World): Promise<void> {
  const jsonSchema = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Claims',
    required: [],
    properties: { claim: { type: 'string', title: 'Claim' } },
  };
  await ask(200, { method: 'POST', path: schemas, body: jsonSchema });
  await ask(200, { method: 'PUT', path: `${schemas}/claims`, body: { version: 1, enabled: true, jsonSchema } });
}

/** A record of custom attributes, in a conversation that has secured ones. */
async function useRecords({ ask }: World, { conversation }: Made): Promise<void> {
  const path = `${conversation}/customattributes`;
  const record = { id: 'claims', schemaId: 'claims', customAttributes: { claim: ordinary } };
  await ask(200, { method: 'PUT', path, body: record });
  await ask(204, { method: 'PATCH', path, body: { id: 'claims', customAttributes: { claim: ordinary } } });
  await ask(200, { method: 'GET', path: `${path}/claims` });
  await ask(204, { method: 'DELETE', path: `${path}/claims` });
}

type Made = Awaited<ReturnType<World['make']>>;

async function useSecuredRoutes({ ask, secret }: World, made: Made): Promise<void> {
  const [set, all] = [securedFlow(made), securedOf(made)];
  const blind = 'secured:write';
  await ask(202, { method: 'POST', path: set, body: { attributes: { pin: secret('set'), gone: secret('gone') } } });
  await ask(200, { method: 'GET', path: `${set}?name=pin&name=pni`, shows: true });
  await ask(200, { method: 'POST', path: made.flush() });
  await ask(200, { method: 'GET', path: all, shows: true });
  const body = { attributes: { pin: secret('put'), card: secret('put') }, version: 1 };
  await ask(200, { method: 'PUT', path: all, body, shows: true });
  await ask(200, { method: 'PUT', path: all, body: { ...body, version: 2 }, scopes: blind });
  await ask(200, { method: 'PATCH', path: all, body: { attributes: { pin: secret('patch') } }, shows: true });
  await ask(200, { method: 'PATCH', path: all, body: { attributes: { card: secret('patch') } }, scopes: blind });
  await ask(200, { method: 'PATCH', path: all, body: { attributes: { gone: null } }, scopes: blind });
  const repeated = { method: 'POST', path: set, headers: { 'idempotency-key': 'once' } };
  for (const status of [202, 202]) {
    await ask(status, { ...repeated, body: { attributes: { pin: secret('repeated') } } });
  }
  await ask(422, { ...repeated, body: { attributes: { pin: secret('another-body') } } });
  await ask(202, { method: 'POST', path: set, body: { attributes: { cvv: secret('pending') } } });
  await ask(200, { method: 'GET', path: `${made.conversation}/export`, shows: true });
}

async function useOrdinaryRoutes(world: World, made: Made): Promise<void> {
  const { ask } = world;
  const body = { attributes: { tier: ordinary } };
  await ask(202, { method: 'POST', path: made.flow(), body });
  await ask(200, { method: 'PATCH', path: made.attributes(), body });
  await ask(200, { method: 'PATCH', path: made.interaction, body: { participants: [{ id: 'customer', ...body }] } });
  await ask(200, { method: 'PATCH', path: made.conversation, body: { data: { tier: ordinary } } });
  await ask(201, { method: 'POST', path: made.participants, body: { purpose: 'agent', ...body } });
  await ask(204, { method: 'DELETE', path: `${made.participants}/agent` });
  await useRecords(world, made);
  await readEverything(world, made, { ended: false });
  await ask(404, { method: 'GET', path: '/no/such/path' });
}

/** Every read but those of secured attributes: some as they are meant to be answered, all as the contract has them. */
async function readEverything(world: World, made: Made, { ended }: { readonly ended: boolean }): Promise<void> {
  const { ask } = world;
  const whenEnded = ended ? 200 : 404;
  const get = (status: number, path: string, headers: Record<string, string> = {}) =>
    ask(status, { method: 'GET', path, headers });
  await get(200, `${made.conversation}?expand=participants,wrapup,data`);
  await get(ended ? 404 : 200, made.interaction);
  await get(200, '/api/v2/conversations');
  await get(whenEnded, `${made.conversation}/history`);
  await get(whenEnded, `/RI/cmi/contactData/${made.id}`);
  await get(whenEnded, `/RI/cmi/contactData?contact_id=${made.id}`);
  await get(200, '/api/v2/reports/contact-log');
  await get(200, '/api/v2/reports/contact-log', { accept: 'text/csv' });
  await ask(200, { method: 'GET', path: `${made.conversation}/export`, scopes: 'conversation:erase' });
  if (ended) return;
  await get(200, made.attributes());
  await get(200, `${made.flow()}?name=pin&name=tier`);
  await get(200, `${made.flow()}?target=conversation`);
  await readAsContract(world, made);
}

/** The example of every read that opens no secured value, asked of a conversation. */
async function readAsContract({ ask }: World, { id }: Made): Promise<void> {
  for (const operation of operations) {
    const { method, kms, example } = operation;
    if (method !== 'GET' || kms) continue;
    const path = examplePath(operation, { conversationId: id });
    await ask([200, 404, 409], { method, path: `${path}?${new URLSearchParams(example.query)}` });
  }
}

async function useWebchat({ ask }: World): Promise<void> {
  const channel = '/api/v2/webchat/channels/shop';
  await ask(200, { method: 'GET', path: channel });
  const settings = { webchat: { type: 'webchat', attributes: { allowed: ['tier'] } } };
  await ask(200, { method: 'PATCH', path: channel, body: { settings } });
  const body = { message: { text: 'hello' }, metadata: { tier: 'gold' } };
  await ask(201, { method: 'POST', path: `${channel}/messages`, body });
}
