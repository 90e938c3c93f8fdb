import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import flow from '../../integrations/twilio/studio-flow.json' with { type: 'json' };
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { type FunctionAnswer, useService } from './service.ts';
import { type Flow, play } from './studio-player.ts';

const api = useApi();
const { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET } = api.credentials;
const service = useService(() => ({ API_URL: api.url, CLIENT_ID, CLIENT_SECRET }));
const sid = (kind: string) => kind + randomUUID().replaceAll('-', '');
const gold = 'Welcome back. As a gold customer you are first in line.';
const standard = 'Welcome. Someone will be with you soon.';

const trigger = (CallSid: string) => ({ call: { CallSid, From: '+4930123456' } });

test('it greets a gold customer as one, whose tier was found out before, and notes that it has', async () => {
  const call = sid('CA');
  const before = { conversationId: call, executionSid: sid('FN'), attribute_tier: 'gold' };
  await service.run('flush', before);
  const context = { trigger: trigger(call), flow: { sid: sid('FN') } };
  expect(await play(flow as Flow, context, service.run)).toEqual([gold]);
  const { attributes } = (await api.ok('GET', pathsOf(call).attributes())).body;
  expect(attributes).toEqual({ tier: 'gold', greeted: 'yes' });
});

test('it greets a customer without a tier, of a call that is not known, as anybody', async () => {
  const context = { trigger: trigger(sid('CA')), flow: { sid: sid('FN') } };
  expect(await play(flow as Flow, context, service.run)).toEqual([standard]);
});

test('it greets as anybody where the functions fail', async () => {
  const context = { trigger: trigger(sid('CA')), flow: { sid: sid('FN') } };
  const failing = async (): Promise<FunctionAnswer> => ({ status: 503, body: { code: 'no-answer' } });
  expect(await play(flow as Flow, context, failing)).toEqual([standard]);
});

const text = { type: 'string', minLength: 1 };
const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
});
const offset = object(['x', 'y'], { x: { type: 'integer' }, y: { type: 'integer' } });
const pair = object(['key', 'value'], { key: text, value: { type: 'string' } });
const condition = object(['friendly_name', 'arguments', 'type', 'value'], {
  ...{ friendly_name: text, type: text, value: text },
  arguments: { type: 'array', items: text },
});
const transition = object(['event'], { event: text, next: text, conditions: { type: 'array', items: condition } });
const widget = (type: string, required: readonly string[], properties: object) =>
  object(['name', 'type', 'transitions', 'properties'], {
    ...{ name: text, type: { const: type }, transitions: { type: 'array', items: transition } },
    properties: object(required, { ...properties, offset }),
  });

/** What the definitions of flows and of these widgets may have. @see https://www.twilio.com/docs/studio/rest-api/v2/schemas */
const definition = object(['initial_state', 'states'], {
  description: text,
  flags: object(['allow_concurrent_calls'], { allow_concurrent_calls: { type: 'boolean' } }),
  initial_state: text,
  states: {
    ...{ type: 'array', minItems: 1, maxItems: 1_000 },
    items: {
      anyOf: [
        widget('trigger', [], {}),
        widget('run-function', ['url'], { url: text, parameters: { type: 'array', items: pair } }),
        widget('split-based-on', ['input'], { input: text }),
        widget('say-play', [], { say: text, loop: { type: 'integer' } }),
      ],
    },
  },
});

test('it has the shape of a definition, and runs functions that there are', () => {
  const ajv = new Ajv();
  expect(ajv.validate(definition, flow), ajv.errorsText()).toBe(true);
  const urls = flow.states.flatMap(({ properties }) => ('url' in properties ? [properties.url] : []));
  const functions = readdirSync(new URL('../../integrations/twilio/functions/', import.meta.url));
  for (const url of urls) expect(functions).toContain(`${new URL(`${url}`).pathname.slice(1)}.ts`);
});

test('each of its widgets can be reached, and leads to one that is there', () => {
  const names = flow.states.map(({ name }) => name);
  const next = flow.states.flatMap(({ transitions }) =>
    transitions.flatMap((one) => ('next' in one ? [one.next] : [])),
  );
  expect(new Set([flow.initial_state, ...next])).toEqual(new Set(names));
  expect(new Set(names).size).toBe(names.length);
});
