import { expect, test } from 'vitest';
import { atOnce } from '../support/repeat.ts';
import type { FaultyApi } from './api.ts';
import type { Fault } from './proxy.ts';
import { type Episode, runEpisode } from './throttled-load.ts';

const names = ['ThrottlingException', 'ProvisionedThroughputExceededException'];

/** Throttles 30 % of all requests to the store, and loses the answers to 5 %. */
function fault(): Fault | undefined {
  const chance = Math.random();
  if (chance < 0.05) return { forward: true, answer: 'reset' };
  const type = names[chance < 0.2 ? 0 : 1] ?? '';
  return chance < 0.35 ? { forward: false, answer: { status: 400, type } } : undefined;
}

/** Every acknowledged write is there, once, and nothing else. */
async function check({ api }: FaultyApi, { made, acknowledged, patches, flushes }: Episode): Promise<void> {
  const { body } = await api.ok('GET', made.conversation);
  const [customer] = body.participants;
  expect(customer?.attributes).toEqual(Object.fromEntries(acknowledged));
  expect(body.version, 'each patch and each flush raises the version once').toBe(1 + patches + flushes.length);
  const flushed = flushes.flat().filter((name) => name.startsWith('set-'));
  const set = [...acknowledged.keys()].filter((name) => name.startsWith('set-'));
  expect(flushed.toSorted(), 'each set is flushed once').toEqual(set.toSorted());
}

/** The test of a store that throttles for some seconds, under load. */
export function testThrottling(faulty: FaultyApi, seconds: number): void {
  const during = `while the store throttles 30 % of all requests and loses 5 % of its answers for ${seconds} seconds`;
  test(`of writes ${during}, every acknowledged one is there once, and nothing else`, async () => {
    const { api, proxy } = faulty;
    const until = Date.now() + seconds * 1_000;
    const episodes: Episode[] = [];
    proxy.decide(fault);
    await atOnce(4, async () => {
      while (Date.now() < until) episodes.push(await runEpisode(api));
    });
    const { faults } = proxy;
    proxy.decide();
    const failures = episodes.flatMap((episode) => episode.failures);
    for (const { status, body, headers } of failures) {
      expect([status, ['store-unavailable', 'contention'].includes(body.code)]).toEqual([503, true]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(faults).toBeGreaterThan(20);
    expect(failures.length, 'some were told to try again').toBeGreaterThan(0);
    for (const episode of episodes) await check(faulty, episode);
  });
}
