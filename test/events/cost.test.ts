import { beforeAll, expect, test } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import { entriesOf } from '../changes/entries.ts';
import { useApi } from '../support/api.ts';
import { type Calls, countCalls } from '../support/calls.ts';
import { pathsOf } from '../support/paths.ts';

const api = useApi({ events: true, changes: true });
let calls: Calls;
const told: CloudEvent[] = [];

beforeAll(async () => {
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  calls = countCalls(documentClient);
  api.local.listen((event) => told.push(event));
});

/** Attributes of so many bytes each, with their names. */
const bag = (bytes: number, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, 'x'.repeat(bytes - name.length - 2)]));

/** The call of `docs/costs.md`. */
async function play(id: string, bytes: number): Promise<void> {
  const made = pathsOf(id);
  const participantId = 'caller';
  const send = (method: string, path: string, body?: object) => api.ok(method, path, { body });
  await send('POST', '/api/v2/conversations', {
    ...{ id, type: 'voice', data: bag(bytes, 'campaign', 'origin') },
    participants: [{ id: participantId, purpose: 'customer', attributes: bag(bytes, 'language') }],
  });
  await send('PATCH', made.attributes(participantId), { attributes: bag(bytes, 'tier', 'name', 'account') });
  await send('POST', made.flow('ivr'), { participantId, attributes: bag(bytes, 'reason') });
  await send('GET', `${made.flow('ivr')}?participantId=${participantId}`);
  await send('POST', made.flow('ivr'), { participantId, attributes: bag(bytes, 'order', 'step') });
  await send('POST', made.flush('ivr'));
  await send('POST', made.participants, { id: 'agent-7', purpose: 'agent' });
  await send('GET', made.conversation);
  await send('PATCH', made.attributes('agent-7'), { attributes: bag(bytes, 'desk', 'outcome') });
  await send('POST', made.flow('survey'), { participantId, attributes: bag(bytes, 'score', 'again') });
  await send('GET', `${made.flow('survey')}?participantId=${participantId}`);
  await send('POST', made.flush('survey'), { participantId, attributes: bag(bytes, 'comment') });
  await send('PATCH', made.conversation, { state: 'wrapup', wrapup: { code: 'sold' } });
  await send('PATCH', made.conversation, { state: 'handled' });
}

// As many units as without events: there the last write of each conversation does not say who asked for it.
test.each([
  { bytes: 60, units: 19 },
  { bytes: 400, units: 57 },
])(
  'the call of the page on costs has 14 events, 8 changes of at most half a KB, and with attributes of $bytes bytes takes $units write units',
  async ({ bytes, units }) => {
    told.length = 0;
    const made = await calls.during(() => play(`call-${bytes}`, bytes));
    const writes = made.filter(({ command }) => command !== 'GetItem');
    expect(told).toHaveLength(14);
    expect(writes).toHaveLength(11);
    const entries = await entriesOf(`call-${bytes}`);
    expect(entries).toHaveLength(8);
    for (const entry of entries) expect(Buffer.byteLength(entry)).toBeLessThan(512);
    expect(writes.reduce((sum, one) => sum + (one.units ?? 0), 0)).toBe(units);
  },
);
