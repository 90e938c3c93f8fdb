import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { install } from '../../emulators/aws/install.ts';
import { clientOf } from './caller.ts';

const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
let deployment: EmulatedDeployment;
let api: ConversationAttributes;

beforeAll(async () => {
  deployment = await EmulatedDeployment.begin(await install(cache));
  api = clientOf(await deployment.deploy({ changes: 'true' }));
});
afterAll(() => deployment?.end());

/** How many entries the table of changes has. */
async function countEntries(): Promise<number> {
  const TableName = deployment.outputs['conversation-attributes-data']?.changesTableName;
  const answer = await deployment.emulator.call('DynamoDB_20120810.Scan', { TableName });
  return (answer as { readonly Items: readonly object[] }).Items.length;
}

test("a page that follows a conversation is shown a flow's flush, from the stream of the table, and nothing of it stays once it is erased", async () => {
  const { id } = await api.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  const call = api.conversation(id);
  const follow = async () => {
    for await (const { events, by } of call.changes({ every: 100 })) {
      if (events.some(({ type }) => type === 'flow.flushed')) return { events, by };
    }
    return undefined;
  };
  const followed = follow();
  await call.flow('ivr-1').set({ tier: 'gold' });
  await call.flow('ivr-1').flush();
  expect(await followed).toMatchObject({
    by: { operation: 'flush-attributes', flowExecutionId: 'ivr-1' },
    events: [{ type: 'attributes.changed', set: ['tier'], values: { tier: 'gold' } }, { type: 'flow.flushed' }],
  });
  await call.patchSecured({ card: '4111' });
  await call.secured();
  const { reveals } = await call.reveals();
  expect(reveals.map(({ names, by }) => [by.operation, names])).toEqual([
    ['patch-secureattributes', ['card']],
    ['get-secureattributes', ['card']],
  ]);
  expect(await countEntries()).toBeGreaterThan(2);
  await call.erase();
  while ((await countEntries()) > 0) await sleep(100);
  await expect(call.changesSince()).rejects.toMatchObject({ code: 'conversation-not-found' });
});
