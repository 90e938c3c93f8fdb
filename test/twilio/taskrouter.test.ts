import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import event from './events/task-updated.json' with { type: 'json' };
import { useService } from './service.ts';

const api = useApi();
const { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET } = api.credentials;
const service = useService(() => ({ API_URL: api.url, CLIENT_ID, CLIENT_SECRET }));

/** A task, of the call that its attributes name. */
function makeTask(attributes: Readonly<Record<string, unknown>> = {}) {
  const TaskSid = `WT${randomUUID().replaceAll('-', '')}`;
  const call = `CA${randomUUID().replaceAll('-', '')}`;
  return {
    TaskSid,
    call,
    tell: (
      TaskVersion: number,
      more: Readonly<Record<string, unknown>>,
      data: Readonly<Record<string, string>> = {},
    ) => {
      const TaskAttributes = JSON.stringify({ call_sid: call, ...attributes, ...more });
      const own = { TaskSid, ResourceSid: TaskSid, TaskVersion: `${TaskVersion}`, TaskAttributes };
      return service.run('taskrouter-events', { ...event, ...own, ...data });
    },
    mirrored: async (id = call) => (await api.ok('GET', pathsOf(id).conversation)).body.data[`task:${TaskSid}`],
  };
}

test('a task is mirrored into the conversation of its call, with its revision', async () => {
  const { tell, mirrored, call } = makeTask();
  expect(await tell(0, { tier: 'gold', skills: ['billing'] })).toEqual({ status: 204, body: '' });
  expect(await mirrored()).toEqual({
    revision: 0,
    at: Number(event.TimestampMs),
    event: 'task.updated',
    status: 'pending',
    queue: 'Billing',
    attributes: { call_sid: call, tier: 'gold', skills: ['billing'] },
  });
});

test('it is kept as the page on Twilio shows it', async () => {
  const { tell, mirrored, call } = makeTask();
  const shown = JSON.parse(takeBlock('docs/flows/twilio.md', '"revision": 2'));
  await tell(2, { tier: 'gold' }, { TimestampMs: String(shown.at), TaskAssignmentStatus: shown.status });
  expect(await mirrored()).toEqual({ ...shown, attributes: { ...shown.attributes, call_sid: call } });
});

test('events that come late or twice bring nothing old back', async () => {
  const { tell, mirrored } = makeTask();
  const at = Number(event.TimestampMs);
  await tell(2, { step: 'second' });
  await tell(1, { step: 'first' }, { TimestampMs: `${at + 5_000}` });
  expect(await mirrored()).toMatchObject({ revision: 2, attributes: { step: 'second' } });
  await tell(2, { step: 'second' }, { TimestampMs: `${at + 2}`, TaskAssignmentStatus: 'assigned' });
  await tell(2, { step: 'second' }, { TimestampMs: `${at + 1}`, TaskAssignmentStatus: 'reserved' });
  expect(await mirrored()).toMatchObject({ status: 'assigned' });
});

test('events at once leave the newest', async () => {
  const { tell, mirrored } = makeTask();
  await Promise.all([3, 1, 4, 2, 0].map((revision) => tell(revision, { revision })));
  expect(await mirrored()).toMatchObject({ revision: 4, attributes: { revision: 4 } });
});

test('a flow names the conversation; a task of no conversation has one of its own', async () => {
  const { id } = await api.make();
  const named = makeTask({ conversationId: id });
  await named.tell(0, { step: 'x' });
  expect(await named.mirrored(id)).toMatchObject({ attributes: { step: 'x' } });
  const own = makeTask({ call_sid: undefined });
  await own.tell(0, {});
  expect(await own.mirrored(own.TaskSid)).toMatchObject({ revision: 0 });
  expect((await api.ok('GET', pathsOf(own.TaskSid).conversation)).body).toMatchObject({ type: 'task' });
});

test('what comes after the end of the conversation changes nothing, and is no failure', async () => {
  const { tell, call } = makeTask();
  await tell(0, {});
  await api.ok('PATCH', pathsOf(call).conversation, { body: { state: 'handled' } });
  expect(await tell(1, {}, { EventType: 'task.completed' })).toEqual({ status: 204, body: '' });
});

test.each([
  ['of a worker', { EventType: 'worker.activity.update', TaskSid: '', TaskAttributes: '' }],
  ['whose attributes are no JSON', { TaskAttributes: '{' }],
  ['whose attributes are a list', { TaskAttributes: '[1]' }],
])('an event %s is left alone', async (_, data) => {
  expect(await makeTask().tell(0, {}, data)).toEqual({ status: 204, body: '' });
});
