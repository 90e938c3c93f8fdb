import { beforeAll, describe, expect, test } from 'vitest';
import { hashForLog } from '#domain/hashes.ts';
import { useApi } from '../support/api.ts';
import { requestsWithBody } from '../support/requests.ts';

const api = useApi({ logLevel: 'DEBUG' });

/** Stands in every value, name and text that the requests below carry, and in nothing that may be logged. */
const canary = 'canary-4711';

/** The key of ids, which the server has set. */
const idKey = () => process.env.ID_KEY ?? '';

interface Line {
  readonly [field: string]: unknown;
  readonly _aws?: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
}

/** The line of a request. */
function lineOf(requestId: string | null): Line {
  const lines = api.logs.map((line): Line => JSON.parse(line)).filter((line) => line.requestId === requestId);
  expect(lines).toHaveLength(1);
  return lines[0] ?? {};
}

describe('the log', () => {
  test('is JSON, one object a line, with time and level', async () => {
    await api.make();
    expect(api.logs.length).toBeGreaterThan(0);
    for (const line of api.logs) {
      const parsed: Line = JSON.parse(line);
      expect(parsed).toMatchObject({ message: expect.any(String) });
      expect(parsed.level).toMatch(/^(DEBUG|INFO|WARN|ERROR)$/);
      expect(new Date(String(parsed.timestamp)).toISOString()).toBe(parsed.timestamp);
    }
  });

  test.each(requestsWithBody)(
    'has one line for $operation, with the hashes of its ids, client, status and duration',
    async (request) => {
      const made = await api.make();
      const { headers, status } = await api.ok(request.method, request.path(made), { body: request.body });
      const line = lineOf(headers.get('apigw-requestid'));
      expect(line).toMatchObject({
        level: 'INFO',
        operation: request.operation,
        conversationHash: hashForLog(idKey(), made.id),
        clientId: 'local',
        status,
        duration: expect.any(Number),
      });
      expect(line.executionHash).toBe(request.path(made).includes('/flows/') ? hashForLog(idKey(), 'ivr') : undefined);
      expect(line).not.toHaveProperty('code');
    },
  );

  test('names the code of a refusal, at the level INFO: it is the caller who must act', async () => {
    const made = await api.make();
    const refused = await api.call('PATCH', made.attributes(), { body: { version: 7, attributes: { a: 1 } } });
    const line = lineOf(refused.headers.get('apigw-requestid'));
    expect(line).toMatchObject({ level: 'INFO', status: 409, code: 'version-conflict', refusals: 1, failures: 0 });
  });

  test('has the calls to DynamoDB at the level DEBUG, with their time', async () => {
    const before = api.logs.length;
    await api.make();
    const calls = api.logs.slice(before).map((line): Line => JSON.parse(line));
    expect(calls.filter(({ level }) => level === 'DEBUG')).toMatchObject([
      { message: 'DynamoDB', command: 'PutItemCommand', durationMs: expect.any(Number) },
    ]);
  });
});

describe('what callers send', () => {
  const bag = (value: unknown) => ({ [`name-${canary}`]: value });

  beforeAll(async () => {
    const made = await api.make({
      id: `call-${canary}`,
      queueId: canary,
      externalId: canary,
      data: bag(canary),
      participants: [
        {
          id: `caller-${canary}`,
          purpose: 'customer',
          externalId: canary,
          addresses: [{ type: 'tel', uri: canary }],
          attributes: bag(canary),
        },
      ],
    });
    for (const { method, path, bag: body } of requestsWithBody) {
      const key = { 'idempotency-key': `${canary}-${path(made)}` };
      for (const value of [canary, { deep: [[[[[[canary]]]]]] }, null]) {
        for (const headers of [{}, key, { 'if-match': `"${canary}"` }]) {
          await api.call(method, path(made), { headers, body: body(bag(value)) });
        }
      }
      await api.call(method, path(made), { body: body({ [`bad\t${canary}`]: canary }) });
      await api.call(method, path(made), { body: `{"${canary}":${canary}` });
      await api.call(method, path(made), { body: { [canary]: canary } });
      await api.call(method, path(made), { headers: { 'content-type': `text/${canary}` }, body: canary });
      await api.call(method, `${path(made)}?x=${canary}`, { body: body(bag(canary)) });
    }
    await api.call('GET', `${made.flow()}?name=name-${canary}&name=${canary}`);
    await api.call('GET', made.conversation);
    await api.call('GET', made.interaction);
    await api.call('GET', made.attributes());
    await api.call('GET', `${made.conversation}?expand=${canary}`);
    for (const path of [made.flow(canary), made.attributes(canary), made.attributes(`caller-${canary}`)]) {
      await api.call('GET', path);
    }
    await api.ok('POST', made.flow(canary), { body: { attributes: bag(canary) } });
    await api.ok('POST', made.flush(canary), { body: {} });
    await api.ok('PATCH', '/api/v2/webchat/channels/shop', { body: { settings: { webchat: {} } } });
    const messages = '/api/v2/webchat/channels/shop/messages';
    const begun = { conversationId: `shop:${canary}`, message: { text: canary }, metadata: bag(canary) };
    await api.ok('POST', messages, { body: begun });
    await api.call('POST', messages, { body: { ...begun, conversationId: made.id } });
    await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
    await api.ok('POST', '/RI/cmi/contactData', { body: { contact_id: made.id, data: {} } });
    await api.ok('GET', `/RI/cmi/contactData?contact_id=${made.id}`);
    await api.local.sweep();
    await api.ok('DELETE', made.conversation);
  });

  test('never stands in the log: no value, name, address, id, key or query', () => {
    expect(api.logs.length).toBeGreaterThan(100);
    expect(api.logs.filter((line) => line.includes(canary))).toEqual([]);
  });
});

test('the log of a failure has the hashes of the ids in its place, wherever they stand', async () => {
  const { describeFailure } = await import('#http/wiring/log-ids.ts');
  const cause = new Error(`no room for ${canary}: "${canary}"`);
  const error = new Error(`Others wrote conversation "${canary}", not "x${canary}" (a, ${canary}.)`, { cause });
  const told = describeFailure(error, [canary, undefined, 'a', 'a.b*']);
  const hash = hashForLog(idKey(), canary);
  expect(told).toMatchObject({
    error: 'Error',
    reason: `Others wrote conversation "${hash}", not "x${canary}" (${hashForLog(idKey(), 'a')}, ${hash}.)`,
    cause: `Error: no room for ${hash}: "${hash}"`,
    stack: expect.stringContaining(`"${hash}"`),
  });
});

describe('the metrics', () => {
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
  test('of each request are valid in the Embedded Metric Format', async () => {
    const made = await api.make();
    await api.call('GET', '/unknown');
    await api.call('PATCH', made.attributes(), { body: { attributes: { '': 1 } } });
    const lines = api.logs.map((line): Line => JSON.parse(line)).filter(({ operation }) => operation !== undefined);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(Math.abs((line._aws?.Timestamp ?? 0) - Date.now()), 'epoch milliseconds').toBeLessThan(3_600_000);
      const directives = line._aws?.CloudWatchMetrics ?? [];
      expect(directives).not.toEqual([]);
      for (const { Namespace, Dimensions, Metrics } of directives) {
        expect(Namespace).toBe('ConversationAttributes');
        for (const name of Dimensions.flat()) expect(line[name], name).toEqual(expect.stringMatching(/./));
        expect(Dimensions.flat(), 'an id would make a metric of each conversation').toEqual(['operation']);
        expect(Metrics).not.toEqual([]);
        for (const { Name, Unit } of Metrics) {
          expect(line[Name], Name).toEqual(expect.any(Number));
          expect(['Count', 'Milliseconds', 'Seconds']).toContain(Unit);
        }
      }
    }
  });

  test('count a request, and whether it was refused', async () => {
    const made = await api.make();
    const { headers } = await api.ok('GET', made.conversation);
    const refused = await api.call('GET', `${made.conversation}x`);
    expect(lineOf(headers.get('apigw-requestid'))).toMatchObject({ requests: 1, refusals: 0, failures: 0 });
    expect(lineOf(refused.headers.get('apigw-requestid'))).toMatchObject({ requests: 1, refusals: 1, failures: 0 });
  });
});
