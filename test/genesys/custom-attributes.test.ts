import platformClient, { type Models } from 'purecloud-platform-client-v2';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { useApi } from '../support/api.ts';

// The official SDK, as npm has it.
const api = useApi();
const sdk = platformClient.ApiClient.instance;
const conversations = new platformClient.ConversationsApi();
const login = () => sdk.loginClientCredentialsGrant(api.credentials.clientId, api.credentials.clientSecret);

const $schema = 'http://json-schema.org/draft-04/schema#';

/** A property, as Genesys Cloud writes it; the types of the SDK know no more of it than that it is an object. */
const property = (coreType: string, more: object = {}) => ({ allOf: [{ $ref: `#/definitions/${coreType}` }], ...more });

/** The claims of an insurance. */
const claims = {
  $schema,
  title: 'Claims',
  description: 'What is claimed',
  required: ['claimNumber'],
  properties: {
    claimNumber: property('identifier', {
      title: 'Claim',
      description: 'Of the contract',
      minLength: 2,
      maxLength: 12,
    }),
    damage: property('integer', { title: 'Damage', minimum: 0, maximum: 100_000 }),
    severity: property('enum', {
      enum: ['low', 'high'],
      _enumProperties: { low: { title: 'Low', _disabled: false }, high: { title: 'High', _disabled: false } },
    }),
    isOpen: property('checkbox'),
    reported: property('date'),
    parts: property('tag'),
  },
};

const bookings = { $schema, title: 'Flight booking', properties: { flight: property('text', { maxLength: 8 }) } };

/** Bodies as they are sent: of values the types of the SDK say that each is an object. */
const record = (id: string, customAttributes: object, more: object = {}) =>
  ({ id, customAttributes, ...more }) as unknown as Models.CustomAttributesUpdateRequest;

beforeAll(async () => {
  // It heeds HTTP_PROXY, which would not find this machine.
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  const { hostname: host, port } = new URL(api.url);
  sdk.setGateway({ host, protocol: 'http', port: Number(port), path_params_login: '', path_params_api: '' });
  await login();
  await conversations.postConversationsCustomattributesSchemas(claims);
  await conversations.postConversationsCustomattributesSchemas(bookings);
});

/** What a refused call of the SDK throws. */
function refusal(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (answer) => Promise.reject(new Error(`answered ${JSON.stringify(answer)}`)),
    (error: unknown) => error,
  );
}

describe('a schema', () => {
  test('is made, listed and got as it was sent, with its versions', async () => {
    const schema = await conversations.getConversationsCustomattributesSchema('claims');
    const own = { id: 'claims', version: 1, enabled: true };
    expect(schema).toMatchObject({ ...own, dateCreated: expect.any(String), jsonSchema: claims });
    const listed = await conversations.getConversationsCustomattributesSchemas();
    expect(listed.total).toBe(listed.entities?.length);
    expect(listed.entities?.map(({ id }) => id)).toEqual(expect.arrayContaining(['claims', 'flight-booking']));
    const versions = await conversations.getConversationsCustomattributesSchemaVersions('claims');
    expect(versions).toMatchObject({ total: 1, entities: [own] });
    expect(await conversations.getConversationsCustomattributesSchemaVersion('claims', '1')).toEqual(schema);
  });

  test('defines its names for every writer', async () => {
    const { body } = await api.ok('GET', '/api/v2/settings/attributes/claimNumber');
    expect(body).toMatchObject({ type: 'string', minLength: 2, maxLength: 12, description: 'Of the contract' });
    const { conversation } = await api.make();
    const patch = (data: object) => api.call('PATCH', conversation, { body: { data } });
    expect((await patch({ claimNumber: 'far too long for it' })).body.errors).toEqual([
      { name: 'data.claimNumber', reason: 'the value has 19 characters; by its definition it may have 12' },
    ]);
    expect((await patch({ claimNumber: '1' })).body.errors[0]?.reason).toContain('must have 2 or more');
    expect((await patch({ damage: -1 })).body.errors[0]?.reason).toContain('less than 0');
    expect((await patch({ damage: '100001' })).body.errors[0]?.reason).toContain('more than 100000');
    expect((await patch({ severity: 'medium' })).status).toBe(422);
    expect((await patch({ damage: '100000', isOpen: 'true', parts: ['door'] })).status).toBe(200);
  });

  test('is replaced with the version that is current; names that it loses stay defined', async () => {
    const first = { $schema, title: 'Orders', properties: { order: property('text'), items: property('integer') } };
    await conversations.postConversationsCustomattributesSchemas(first);
    const next = { ...first, title: 'Purchases', properties: { order: property('text', { maxLength: 5 }) } };
    const put = (version: number, enabled = true) =>
      conversations.putConversationsCustomattributesSchema('orders', { version, enabled, jsonSchema: next });
    expect(await put(1)).toMatchObject({ id: 'orders', version: 2, jsonSchema: next });
    expect(await refusal(put(1))).toMatchObject({ status: 409, code: 'version-conflict', currentVersion: 2 });
    const older = conversations.getConversationsCustomattributesSchemaVersion('orders', '1');
    expect(await refusal(older)).toMatchObject({ status: 404, code: 'schema-not-found' });
    expect((await api.ok('GET', '/api/v2/settings/attributes/items')).body).toMatchObject({ type: 'integer' });
    expect((await api.ok('GET', '/api/v2/settings/attributes/order')).body).toMatchObject({ maxLength: 5 });
    const missing = conversations.putConversationsCustomattributesSchema('none', {
      version: 1,
      enabled: true,
      jsonSchema: next,
    });
    expect(await refusal(missing)).toMatchObject({ status: 404, code: 'schema-not-found' });
  });

  test('that is not enabled takes no record, and its title is free', async () => {
    const jsonSchema = { $schema, title: 'Old', properties: { oldName: property('text') } };
    await conversations.postConversationsCustomattributesSchemas(jsonSchema);
    await conversations.putConversationsCustomattributesSchema('old', { version: 1, enabled: false, jsonSchema });
    const { id } = await api.make();
    const put = conversations.putConversationCustomattributes(id, { body: record('old', { oldName: 'x' }) });
    expect(await refusal(put)).toMatchObject({ status: 422, errors: [{ name: 'schemaId' }] });
    const again = await conversations.postConversationsCustomattributesSchemas(jsonSchema);
    expect(again).toMatchObject({ id: 'old-2', version: 1 });
  });

  test('keeps who reads a name, its mask and its other spellings', async () => {
    const path = '/api/v2/settings/attributes/iban';
    const rights = { readers: { clients: ['billing'] }, mask: 'last4', aliases: ['IBAN'] };
    await api.ok('PUT', path, { body: rights });
    const jsonSchema = { $schema, title: 'Payment', properties: { iban: property('text', { maxLength: 34 }) } };
    await conversations.postConversationsCustomattributesSchemas(jsonSchema);
    expect((await api.ok('GET', path)).body).toMatchObject({ ...rights, type: 'string', maxLength: 34 });
    const { id } = await api.make();
    await conversations.putConversationCustomattributes(id, {
      body: record('payment', { IBAN: 'DE02120300000000202051' }),
    });
    const read = await conversations.getConversationCustomattribute(id, 'payment');
    expect(read).toMatchObject({ customAttributes: { iban: '****2051' }, masked: ['iban'] });
  });

  test.each([
    ['a title that an enabled schema has', { ...bookings }, 'title'],
    [
      'a name that another schema defines otherwise',
      { title: 'A', properties: { damage: property('number') } },
      'properties.damage',
    ],
    [
      'a required name that it does not have',
      { title: 'A', required: ['b'], properties: { c: property('text') } },
      'required',
    ],
    [
      'bounds of another type',
      { title: 'A', properties: { d: property('text', { maximum: 1 }) } },
      'properties.d.maximum',
    ],
    [
      'bounds the wrong way round',
      { title: 'A', properties: { d: property('integer', { minimum: 2, maximum: 1 }) } },
      'properties.d.minimum',
    ],
    ['an enum without its texts', { title: 'A', properties: { e: property('enum') } }, 'properties.e.values'],
    [
      'an option that is disabled',
      {
        title: 'A',
        properties: { e: property('enum', { enum: ['x'], _enumProperties: { x: { title: 'X', _disabled: true } } }) },
      },
      'properties.e',
    ],
    [
      'more than 50 names',
      {
        title: 'A',
        properties: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`n${at}`, property('text')])),
      },
      'properties',
    ],
  ])('is refused with %s, and defines nothing', async (_, schema, name) => {
    const before = (await api.ok('GET', '/api/v2/settings/attributes')).text;
    const made = conversations.postConversationsCustomattributesSchemas({ $schema, ...schema } as never);
    expect(await refusal(made)).toMatchObject({ status: 422, errors: [{ name }] });
    expect((await api.ok('GET', '/api/v2/settings/attributes')).text).toBe(before);
  });

  test.each([
    ['a core type that there is not', property('currency'), 'properties.p.allOf.0.$ref'],
    ['a keyword that definitions can not hold', property('tag', { maxItems: 3 }), 'properties.p.maxItems'],
    ['no type', {}, 'properties.p'],
    ['two types', property('text', { type: 'string' }), 'properties.p'],
    ['something else than an object', 'text', 'properties.p'],
  ])('is malformed with %s', async (_, p, name) => {
    const made = conversations.postConversationsCustomattributesSchemas({
      $schema,
      title: 'A',
      properties: { p },
    } as never);
    expect(await refusal(made)).toMatchObject({ status: 400, errors: [{ name }] });
  });

  test('is not made twice by one Idempotency-Key', async () => {
    const jsonSchema = { $schema, title: 'Once', properties: { once: property('text') } };
    const make = () =>
      conversations.postConversationsCustomattributesSchemas(jsonSchema, { customHeaders: { 'Idempotency-Key': 'k' } });
    expect(await make()).toMatchObject({ id: 'once', version: 1 });
    expect(await make()).toMatchObject({ id: 'once', version: 1 });
  });

  test('is never the reason that a secured attribute could be written in the open', async () => {
    await api.ok('PUT', '/api/v2/settings/attributes/pin', { body: { secured: true } });
    const made = conversations.postConversationsCustomattributesSchemas({
      $schema,
      title: 'Pins',
      properties: { pin: property('text') },
    });
    expect(await refusal(made)).toMatchObject({ status: 422, errors: [{ name: 'properties.pin' }] });
  });
});

describe('a record', () => {
  const put = (id: string, body: Models.CustomAttributesUpdateRequest) =>
    conversations.putConversationCustomattributes(id, { body });
  const dataOf = async (path: string) => (await api.ok('GET', path)).body.data;

  test('is made, read, merged into, replaced and removed, and is what the data of the conversation has of its names', async () => {
    const { id, conversation } = await api.make({ data: { other: 1 } });
    expect(await put(id, record('claims', { claimNumber: 'C-1', damage: '1200' }, { schemaId: 'claims' }))).toEqual({
      id: 'claims',
    });
    expect(await dataOf(conversation)).toEqual({ other: 1, claimNumber: 'C-1', damage: 1200 });
    const { version } = (await api.ok('GET', conversation)).body;
    expect(await conversations.getConversationCustomattribute(id, 'claims')).toMatchObject({
      id: 'claims',
      conversationId: id,
      divisions: [],
      schema: { id: 'claims', version: 1, enabled: true },
      customAttributes: { claimNumber: 'C-1', damage: 1200 },
      version,
    });
    const patch = record('claims', { damage: null, isOpen: true });
    await conversations.patchConversationCustomattributes(id, { body: patch });
    expect(await dataOf(conversation)).toEqual({ other: 1, claimNumber: 'C-1', isOpen: true });
    await put(id, record('claims', { claimNumber: 'C-2' }));
    expect(await dataOf(conversation)).toEqual({ other: 1, claimNumber: 'C-2' });
    await conversations.deleteConversationCustomattribute(id, 'claims');
    expect(await dataOf(conversation)).toEqual({ other: 1 });
    const gone = conversations.getConversationCustomattribute(id, 'claims');
    expect(await refusal(gone)).toMatchObject({ status: 404, code: 'record-not-found' });
    expect(await conversations.getConversationCustomattributes(id)).toMatchObject({ results: [] });
  });

  test('has what flows and desktops write under its names', async () => {
    const { id, flow, flush } = await api.make();
    await api.ok('POST', flow(), { body: { target: 'conversation', attributes: { flight: 'LH400' } } });
    await api.ok('POST', flush());
    const { results = [] } = await conversations.getConversationCustomattributes(id);
    expect(results.map(({ id: own, customAttributes }) => [own, customAttributes])).toEqual([
      ['flight-booking', { flight: 'LH400' }],
    ]);
  });

  test('is refused whole with every name that is wrong, and with one that its schema does not have', async () => {
    const { id, conversation } = await api.make();
    const wrong = put(id, record('claims', { claimNumber: 'C-1', severity: 'medium', isOpn: true }));
    expect(await refusal(wrong)).toMatchObject({
      status: 422,
      errors: [{ name: 'customAttributes.severity' }, { name: 'customAttributes.isOpn', didYouMean: 'isOpen' }],
    });
    expect(await dataOf(conversation)).toEqual({});
  });

  test('has what its schema requires, after a patch too', async () => {
    const { id } = await api.make();
    const required = { status: 422, errors: [{ name: 'customAttributes.claimNumber' }] };
    expect(await refusal(put(id, record('claims', { damage: 1 })))).toMatchObject(required);
    await put(id, record('claims', { claimNumber: 'C-1' }));
    const patch = conversations.patchConversationCustomattributes(id, {
      body: record('claims', { claimNumber: null }),
    });
    expect(await refusal(patch)).toMatchObject(required);
  });

  test('is written only with the version that is current, where one is named', async () => {
    const { id } = await api.make();
    await put(id, record('claims', { claimNumber: 'C-1' }, { version: 1 }));
    const stale = put(id, record('claims', { claimNumber: 'C-2' }, { version: 1 }));
    expect(await refusal(stale)).toMatchObject({ status: 409, code: 'version-conflict', currentVersion: 2 });
    const customHeaders = { 'If-Match': '"1"' };
    const removed = conversations.deleteConversationCustomattribute(id, 'claims', { customHeaders });
    expect(await refusal(removed)).toMatchObject({ status: 412, code: 'precondition-failed' });
  });

  test('that is not there is neither merged into nor removed', async () => {
    const { id } = await api.make();
    const none = { status: 404, code: 'record-not-found' };
    const body = record('claims', { damage: 1 });
    expect(await refusal(conversations.patchConversationCustomattributes(id, { body }))).toMatchObject(none);
    expect(await refusal(conversations.deleteConversationCustomattribute(id, 'claims'))).toMatchObject(none);
  });

  test('of a schema that there is not, or under another id than its own, is refused', async () => {
    const { id } = await api.make();
    expect(await refusal(put(id, record('none', {})))).toMatchObject({ status: 404, code: 'schema-not-found' });
    const other = put(id, record('mine', { claimNumber: 'C-1' }, { schemaId: 'claims' }));
    expect(await refusal(other)).toMatchObject({ status: 422, errors: [{ name: 'id' }] });
    const divided = put(id, record('claims', { claimNumber: 'C-1' }, { divisions: ['d'] }));
    expect(await refusal(divided)).toMatchObject({ status: 422, errors: [{ name: 'divisions' }] });
  });

  test('is neither written nor there once the conversation has ended', async () => {
    const { id, conversation } = await api.make();
    await put(id, record('claims', { claimNumber: 'C-1' }));
    await api.ok('PATCH', conversation, { body: { state: 'handled' } });
    const late = put(id, record('claims', { claimNumber: 'C-2' }));
    expect(await refusal(late)).toMatchObject({ status: 409, code: 'conversation-ended' });
    expect(await conversations.getConversationCustomattributes(id)).toMatchObject({ results: [] });
  });

  test('is replaced only by who may write all that it would lose, and hides what its reader may not see', async () => {
    const jsonSchema = { $schema, title: 'Mixed', properties: { open: property('text'), closed: property('text') } };
    await conversations.postConversationsCustomattributesSchemas(jsonSchema);
    const { id } = await api.make();
    await put(id, record('mixed', { open: 'a', closed: 'b' }));
    const path = '/api/v2/settings/attributes/closed';
    await api.ok('PUT', path, { body: { type: 'string', writers: {}, readers: {} } });
    const lost = put(id, record('mixed', { open: 'c' }));
    expect(await refusal(lost)).toMatchObject({
      status: 403,
      code: 'attribute-not-writable',
      errors: [{ name: 'closed' }],
    });
    const removed = conversations.deleteConversationCustomattribute(id, 'mixed');
    expect(await refusal(removed)).toMatchObject({ status: 403, code: 'attribute-not-writable' });
    expect(await conversations.getConversationCustomattribute(id, 'mixed')).toMatchObject({
      customAttributes: { open: 'a' },
    });
    await conversations.patchConversationCustomattributes(id, { body: record('mixed', { open: null }) });
    expect(await conversations.getConversationCustomattributes(id)).toMatchObject({ results: [] });
    await api.ok('PUT', path, { body: { type: 'string' } });
  });

  test('is whole: of replacements at once one is there at the end, with no name of another', async () => {
    const { id, conversation } = await api.make();
    const bodies = [
      { claimNumber: 'C-1', damage: 1 },
      { claimNumber: 'C-2', isOpen: true },
      { claimNumber: 'C-3', severity: 'low' },
    ];
    await Promise.all(bodies.map((one) => put(id, record('claims', one))));
    expect(bodies).toContainEqual(await dataOf(conversation));
  });
});

describe('several records', () => {
  const both = [record('claims', { claimNumber: 'C-1' }), record('flight-booking', { flight: 'LH400' })];

  test('are written together, and answered each with its status', async () => {
    const { id, conversation } = await api.make();
    const { results } = await conversations.putConversationCustomattributesBulk(id, { body: both });
    expect(results).toMatchObject({
      claims: { statusCode: 200, attributes: { customAttributes: { claimNumber: 'C-1' } } },
      'flight-booking': { statusCode: 200, attributes: { customAttributes: { flight: 'LH400' } } },
    });
    const patches = [record('claims', { damage: 5 }), record('flight-booking', { flight: 'LH401' })];
    const patched = await conversations.patchConversationCustomattributesBulk(id, { body: patches });
    expect(patched.results?.claims?.attributes?.customAttributes).toEqual({ claimNumber: 'C-1', damage: 5 });
    expect((await api.ok('GET', conversation)).body.data).toEqual({ claimNumber: 'C-1', damage: 5, flight: 'LH401' });
  });

  test('are written all or none', async () => {
    const { id, conversation } = await api.make();
    const body = [...both.slice(0, 1), record('flight-booking', { flight: 'far too long' })];
    const refused = conversations.putConversationCustomattributesBulk(id, { body });
    expect(await refusal(refused)).toMatchObject({ status: 422, errors: [{ name: '1.customAttributes.flight' }] });
    expect((await api.ok('GET', conversation)).body.data).toEqual({});
    const twice = conversations.putConversationCustomattributesBulk(id, { body: [...both, ...both] });
    expect(await refusal(twice)).toMatchObject({ status: 422, errors: [{ name: 'body' }] });
  });
});
