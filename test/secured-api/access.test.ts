import { describe, expect, test } from 'vitest';
import { scopes } from '#contract/operations.ts';
import { type Paths, pathsOf } from '../support/paths.ts';
import { useSecuredApi } from './support/api.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

const requests = [
  { method: 'POST', path: securedFlow, body: { attributes: { pin: '9999' } }, scope: 'secured:write', status: 202 },
  { method: 'GET', path: securedFlow, scope: 'secured:read', status: 200 },
  { method: 'GET', path: securedOf, scope: 'secured:read', status: 200 },
  { method: 'PUT', path: securedOf, body: { attributes: {}, version: 1 }, scope: 'secured:write', status: 200 },
  { method: 'PATCH', path: securedOf, body: { attributes: { pin: '9' } }, scope: 'secured:write', status: 200 },
] as const;

async function makeSecured() {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes: { pin: '1234', card: '4111' }, version: 0 } });
  return made;
}

describe('scopes', () => {
  test.each(requests)('$method $path.name needs $scope, and nothing else', async (request) => {
    const { method, path, scope, status } = request;
    const body = 'body' in request ? request.body : undefined;
    const made = await makeSecured();
    const token = await api.local.token(scopes.filter((one) => one !== scope).join(' '));
    const refused = await api.call(method, path(made), { body, token });
    expect(refused).toMatchObject({ status: 403, body: { code: 'missing-scope' } });
    expect(refused.text).not.toMatch(/1234|4111/);
    const allowed = await api.call(method, path(made), { body, token: await api.local.token(scope) });
    expect(allowed.status).toBe(status);
    expect((await api.call(method, path(made), { body, token: null })).status).toBe(401);
  });

  test('an answer to PUT and PATCH has names and version, and values only for a token with secured:read', async () => {
    const made = await makeSecured();
    const token = await api.local.token('secured:write');
    const put = await api.ok('PUT', securedOf(made), { token, body: { attributes: { pin: '5678' }, version: 1 } });
    expect(put.body).toEqual({ names: ['pin'], version: 2 });
    const patch = await api.ok('PATCH', securedOf(made), { token, body: { attributes: { pin: '8765' } } });
    expect(patch.body).toEqual({ names: ['pin'], version: 3 });
    const both = await api.local.token('secured:write secured:read');
    const shown = await api.ok('PATCH', securedOf(made), { token: both, body: { attributes: {} } });
    expect(shown.body).toEqual({ names: ['pin'], version: 3, attributes: { pin: '8765' } });
  });

  test('an export shows values only to a token with secured:read, else names', async () => {
    const made = await makeSecured();
    await api.ok('POST', securedFlow(made), { body: { attributes: { cvv: '737' } } });
    const path = `${made.conversation}/export`;
    const blind = await api.ok('GET', path, { token: await api.local.token('conversation:erase') });
    expect(blind.body).toMatchObject({
      secured: { names: ['pin', 'card'], pending: [{ execution: 'ivr', name: 'cvv' }] },
    });
    expect(blind.text).not.toMatch(/"(?:1234|4111|737)"/);
    const whole = await api.ok('GET', path, { token: await api.local.token('conversation:erase secured:read') });
    expect(whole.body).toMatchObject({
      secured: {
        attributes: { pin: '1234', card: '4111' },
        pending: [{ execution: 'ivr', name: 'cvv', value: '737' }],
      },
    });
  });

  test('an export without secured values has none for a token with secured:read, and no names for another', async () => {
    const { conversation } = await api.make();
    const scopes = ['conversation:erase secured:read', 'conversation:erase'];
    const tokens = await Promise.all(scopes.map((scope) => api.local.token(scope)));
    const [whole, blind] = await Promise.all(tokens.map((token) => api.ok('GET', `${conversation}/export`, { token })));
    expect(whole?.body).toMatchObject({ secured: { attributes: {}, pending: [] } });
    expect(blind?.body).toMatchObject({ secured: { names: [], pending: [] } });
  });
});

describe('an execution that says that it is a bot', () => {
  const long = 'a-bot-execution-with-a-long-id';
  const sayBot = (made: Paths, execution: string, attributes: object = { step: '1' }) =>
    api.ok('POST', made.flow(execution), { body: { flowType: 'bot', attributes } });
  const setSecured = (made: Paths, execution: string) =>
    api.call('POST', securedFlow(made, execution), { body: { attributes: { pin: '9999' } } });
  const refused = { status: 403, body: { code: 'secured-not-for-bots' } };

  test.each(['bot', long])('may not use secured attributes from then on, and others may (%s)', async (execution) => {
    const made = await makeSecured();
    await sayBot(made, execution);
    expect(await setSecured(made, execution)).toMatchObject(refused);
    expect(await api.call('GET', securedFlow(made, execution))).toMatchObject(refused);
    expect((await setSecured(made, `${execution}2`)).status).toBe(202);
    expect((await api.call('GET', securedFlow(made, 'ivr'))).status).toBe(200);
    expect((await api.call('GET', securedOf(made))).status).toBe(200);
  });

  test('may not either after its flush, or later sets without flowType', async () => {
    const made = await makeSecured();
    await sayBot(made, 'bot');
    await api.ok('POST', made.flush('bot'));
    await api.ok('POST', made.flow('bot'), { body: { attributes: { step: '2' }, flowType: 'inboundcall' } });
    expect(await setSecured(made, 'bot')).toMatchObject(refused);
    expect(await api.call('GET', securedFlow(made, 'bot'))).toMatchObject(refused);
  });

  test('may not either when that set is of nothing, or removes', async () => {
    const made = await makeSecured();
    await sayBot(made, 'empty', {});
    await sayBot(made, 'removing', { step: null });
    expect(await setSecured(made, 'empty')).toMatchObject(refused);
    expect(await setSecured(made, 'removing')).toMatchObject(refused);
  });

  test('may not from then on although it has set secured attributes before, which its flush applies', async () => {
    const made = await makeSecured();
    expect((await setSecured(made, 'late')).status).toBe(202);
    await sayBot(made, 'late');
    expect(await setSecured(made, 'late')).toMatchObject(refused);
    expect(await api.call('GET', securedFlow(made, 'late'))).toMatchObject(refused);
    await api.ok('POST', made.flush('late'));
    expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ pin: '9999', card: '4111' });
  });

  test('is refused in the secured set or get that says so itself, which changes no attribute, and from then on', async () => {
    const made = await makeSecured();
    const body = { flowType: 'bot', attributes: { pin: '9999' } };
    expect(await api.call('POST', securedFlow(made), { body })).toMatchObject(refused);
    expect(await api.call('GET', `${securedFlow(made, 'reader')}?flowType=bot`)).toMatchObject(refused);
    await api.ok('POST', made.flush());
    expect((await api.ok('GET', securedOf(made))).body).toMatchObject({ attributes: { pin: '1234' }, version: 1 });
    for (const execution of ['ivr', 'reader']) {
      expect(await setSecured(made, execution)).toMatchObject(refused);
      expect(await api.call('GET', securedFlow(made, execution))).toMatchObject(refused);
    }
  });

  test('is refused for that before anything else that is wrong with its request, and from then on', async () => {
    const made = await makeSecured();
    const body = { flowType: 'bot', attributes: { pin: 5, ' ': 'x' } };
    expect(await api.call('POST', securedFlow(made), { body })).toMatchObject(refused);
    expect(await api.call('GET', `${securedFlow(made, 'reader')}?flowType=bot&name=&unknown=1`)).toMatchObject(refused);
    for (const execution of ['ivr', 'reader']) expect(await setSecured(made, execution)).toMatchObject(refused);
  });

  test.each(['bot', 'Bot', 'BOT', 'digitalbot', 'DigitalBot'])(
    'by flowType "%s", wherever it says so',
    async (flowType) => {
      const made = await makeSecured();
      expect((await setSecured(made, 'set')).status).toBe(202);
      await api.ok('POST', made.flow('set'), { body: { attributes: {}, flowType } });
      await api.ok('POST', made.flush('flush'), { body: { flowType } });
      await api.ok('GET', `${made.flow('get')}?flowType=${flowType}`);
      expect(await api.call('GET', `${securedFlow(made, 'secured')}?flowType=${flowType}`)).toMatchObject(refused);
      for (const execution of ['set', 'flush', 'get', 'secured']) {
        expect(await setSecured(made, execution)).toMatchObject(refused);
        expect(await api.call('GET', securedFlow(made, execution))).toMatchObject(refused);
      }
    },
  );

  test('says so also in wrap-up, and of a conversation that is not there or over is refused all the same', async () => {
    const made = await makeSecured();
    await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
    await api.ok('GET', `${made.flow()}?flowType=bot`);
    expect(await api.call('GET', securedFlow(made))).toMatchObject(refused);
    await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
    for (const conversation of [made, pathsOf('nobody')]) {
      expect(await api.call('GET', `${securedFlow(conversation)}?flowType=bot`)).toMatchObject(refused);
    }
  });

  test('is refused also when it says so in a get while its secured set is under way', async () => {
    const made = await makeSecured();
    let isSaid = false;
    secured.container.before = async ({ name }) => {
      if (isSaid || name !== 'UpdateItem conversations') return;
      isSaid = true;
      await api.ok('GET', `${made.flow('bot')}?flowType=bot`);
    };
    expect(await setSecured(made, 'bot')).toMatchObject(refused);
    secured.container.before = () => undefined;
    expect(isSaid).toBe(true);
  });

  test('is refused also when it says so while its secured set is under way', async () => {
    const made = await makeSecured();
    let isSaid = false;
    secured.container.before = async ({ name }) => {
      if (isSaid || name !== 'UpdateItem conversations') return;
      isSaid = true;
      await sayBot(made, 'bot');
    };
    expect(await setSecured(made, 'bot')).toMatchObject(refused);
    secured.container.before = () => undefined;
    expect(isSaid).toBe(true);
    await api.ok('POST', made.flush('bot'));
    expect((await api.ok('GET', securedOf(made))).body.attributes).toMatchObject({ pin: '1234' });
  });
});

test.each([' bot', 'bot ', 'robot', 'ivr', '', 1, null])(
  'a flow type that is none is refused with the list, wherever it stands (%j)',
  async (flowType) => {
    const made = await api.make();
    const body = { attributes: { pin: '9999' }, flowType };
    const answers = [
      await api.call('POST', made.flow(), { body }),
      await api.call('POST', made.flush(), { body }),
      await api.call('POST', securedFlow(made), { body }),
      ...(typeof flowType === 'string'
        ? await Promise.all(
            [made.flow(), securedFlow(made)].map((path) =>
              api.call('GET', `${path}?${new URLSearchParams({ flowType })}`),
            ),
          )
        : []),
    ];
    for (const { status, body: problem } of answers) {
      expect({ status, name: problem.errors[0]?.name }).toEqual({ status: 400, name: 'flowType' });
      expect(problem.errors[0]?.reason).toMatch(/must be one of bot, commonmodule, digitalbot,.* workitem; case does/);
    }
  },
);
