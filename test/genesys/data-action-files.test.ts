import { readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { type DataAction, readIntegration } from './data-action-service.ts';

const folder = new URL('../../integrations/genesys/', import.meta.url);
const actions = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'custom-auth.json')
  .map((name) => name.slice(0, -5));

const texts = { type: 'object', additionalProperties: { type: 'string' } };
const text = { type: 'string', minLength: 1 };
const fields = (properties: object) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const contractSchema = {
  ...fields({
    $schema: { const: 'http://json-schema.org/draft-04/schema#' },
    title: text,
    type: { const: 'object' },
    required: { type: 'array', items: text },
    properties: { type: 'object', additionalProperties: { type: 'object', required: ['type', 'description'] } },
    additionalProperties: { type: 'boolean' },
  }),
};
/** The shape of exports of custom actions of the web services data actions integration. */
const exportSchema = fields({
  name: { ...text, maxLength: 256 },
  integrationType: { const: 'custom-rest-actions' },
  actionType: { const: 'custom' },
  config: fields({
    request: fields({
      requestUrlTemplate: text,
      requestType: { enum: ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] },
      headers: texts,
      requestTemplate: text,
    }),
    response: fields({ translationMap: texts, translationMapDefaults: texts, successTemplate: text }),
  }),
  contract: fields({
    input: fields({ inputSchema: contractSchema }),
    output: fields({ successSchema: contractSchema }),
  }),
  secure: { type: 'boolean' },
});

describe.each(actions)('%s', (name) => {
  const action = readIntegration<DataAction>(name);
  const { request, response } = action.config;
  const templates = [request.requestUrlTemplate, request.requestTemplate, ...Object.values(request.headers)];
  const { properties, required } = action.contract.input.inputSchema;

  test('has the shape of an export', () => {
    const ajv = new Ajv();
    expect(ajv.validate(exportSchema, action), ajv.errorsText()).toBe(true);
    expect(Object.keys(response.translationMapDefaults)).toEqual(Object.keys(response.translationMap));
    expect(action.secure).toBe(name.includes('secured'));
  });

  test('uses each input of its contract, and no other', () => {
    const used = templates.flatMap((template) => template.match(/(?<=input\.)\w+/g) ?? []);
    expect(new Set(used.filter((one) => one !== 'rawRequest'))).toEqual(new Set(Object.keys(properties)));
    expect(Object.keys(properties)).toEqual(expect.arrayContaining([...required]));
  });

  test('escapes each input that it sends', () => {
    const { requestUrlTemplate: url, requestTemplate: body } = request;
    const bare = (template: string, macro: string) =>
      template
        .replaceAll(/#if\(.*?"\)/g, '')
        .replaceAll(`$esc.${macro}(\${input.`, '')
        .match(/input\.(?!rawRequest)\w+/g);
    expect(bare(url, 'url')).toBeNull();
    expect(bare(body, 'jsonString')).toBeNull();
  });
});
