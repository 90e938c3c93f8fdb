import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { LoadedConversation } from './conversation.ts';
import { type Server, startServer } from './server.ts';

/** How many writes are acknowledged before the server is killed. */
const life = () => randomInt(40, 200);

/** The test of a server that is killed under load, again and again. */
export function testKills(rounds: number): void {
  const title = `every write that was acknowledged is there once after ${rounds} kills of the server under load`;
  test(title, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'conversation-attributes-'));
    let server = await startServer(dataDir);
    onTestFinished(async () => {
      await server.kill();
      await rm(dataDir, { recursive: true });
    });
    const conversations: LoadedConversation[] = [];
    for (let round = 0; round < rounds; round++) {
      const [going, ending] = [new LoadedConversation(), new LoadedConversation()];
      await Promise.all([going.make(server), ending.make(server)]);
      const loads = [going.load(server, false), ending.load(server, true)];
      // A load that fails, or all that end, are no reason to wait for more.
      await Promise.race([under(life(), going, ending), Promise.all(loads)]);
      await server.kill();
      await Promise.all(loads);
      server = await startServer(dataDir);
      await Promise.all([going.goOn(server), ending.goOn(server)]);
      conversations.push(going, ending);
    }
    const wrong: string[] = [];
    for (const conversation of conversations) {
      await swept(server, conversation);
      wrong.push(...(await conversation.wrong(server)));
    }
    expect(wrong).toEqual([]);
    const acknowledged = conversations.reduce((sum, conversation) => sum + conversation.acknowledged, 0);
    expect(acknowledged, 'there was load').toBeGreaterThan(10 * rounds);
  });
}

/** Waits until so many writes to these conversations have been acknowledged. */
async function under(count: number, ...conversations: readonly LoadedConversation[]): Promise<void> {
  while (conversations.reduce((sum, { writes }) => sum + writes, 0) < count) await sleep(5);
}

/** Waits until pending writes have been swept: lease, timer and sweep take three seconds. */
async function swept(server: Server, conversation: LoadedConversation): Promise<void> {
  while (!(await conversation.isSwept(server))) await sleep(100);
}
