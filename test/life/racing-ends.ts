import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { inParallel, keep } from './support.ts';

const api = useApi({ sweepSeconds: 0 });

/** What races with the end: each writes a name of its own. */
const writers: Readonly<Record<string, (made: Paths) => Promise<Answer>>> = {
  set: (made) => api.send('POST', made.flow('late'), { body: { attributes: { set: 'set' } } }),
  batch: (made) => api.send('POST', made.flush('early'), { body: { attributes: { batch: 'batch' } } }),
  patch: (made) => api.send('PATCH', made.attributes(), { body: { attributes: { patch: 'patch' } } }),
  interaction: (made) => {
    const body = { participants: [{ id: 'customer', attributes: { interaction: 'interaction' } }] };
    return api.send('PATCH', made.interaction, { body });
  },
};
const names = Object.keys(writers);

/** Races in which the end came between two writers. */
let between = 0;

/** Milliseconds that the last end took. */
let lastEnd = 0;

/** How often each answer came, by the writer. */
const seen = new Map<string, number>();

/** Sends an end among the writers, each at its own moment, and holds every answer against what is kept. */
async function race(number: number): Promise<void> {
  const made = await api.make();
  await api.ok('POST', made.flow('early'), { body: { attributes: { early: 'early' } } });
  // Another rotation each time, so that each comes before and after the end.
  const order = [...names.slice(number % names.length), ...names.slice(0, number % names.length)];
  const state = number % 5 === 0 ? 'handled' : 'wrapup';
  const end = () => api.send('PATCH', made.conversation, { body: { state } });
  order.splice(number % (names.length + 1), 0, 'end');
  // An end takes more round trips than what races with it: others wait for up to as long as the last one took, and half more.
  const headStart = (position: number) => ((number + position) % order.length) * 0.3 * lastEnd;
  const sent = order.map(async (name, position) => {
    if (name !== 'end') await sleep(headStart(position));
    const sentAt = performance.now();
    const answer = await (writers[name] ?? end)(made);
    if (name === 'end') lastEnd = performance.now() - sentAt;
    return { name, answer };
  });
  const answers = await Promise.all(sent);

  const accepted = answers.filter(({ name, answer }) => name !== 'end' && answer.status < 300).map(({ name }) => name);
  for (const { name, answer } of answers) {
    const refused = name === 'interaction' ? 'conversation-not-found' : 'conversation-ended';
    const told = answer.status < 300 ? 'accepted' : answer.body.code;
    seen.set(`${name} ${told}`, (seen.get(`${name} ${told}`) ?? 0) + 1);
    expect(name === 'end' ? ['accepted'] : ['accepted', refused], name).toContain(told);
  }
  if (accepted.length > 0 && accepted.length < names.length) between += 1;
  const kept = Object.fromEntries(['early', ...accepted].map((name) => [name, name]));
  expect((await api.ok('GET', `${made.conversation}/history`)).body.data).toEqual(kept);
  const { body } = await api.ok('GET', made.conversation);
  expect(body.participants[0]?.attributes).toEqual(state === 'handled' ? undefined : kept);
  // A set raises no version; each other write that was accepted raises it by one, and so does the end.
  expect(body.version).toBe(2 + accepted.filter((name) => name !== 'set').length);
}

/** Lets an end race with sets, flushes and patches so often, each time against a conversation of its own. */
export function testRacingEnds(races: number): void {
  test(`in ${races} races of an end with sets, flushes and patches each answer agrees with what is kept`, {
    timeout: 3_600_000,
  }, async () => {
    await keep(api, 'voice', ['early', ...names]);
    await inParallel(
      Array.from({ length: races }, (_, number) => number),
      10,
      race,
    );
    const told = [...seen.keys()].filter((key) => !key.startsWith('end')).map((key) => key.endsWith(' accepted'));
    expect(new Set(told), 'some came before the end, and some after it').toEqual(new Set([true, false]));
    expect(between, 'races with some before and some after').toBeGreaterThan(Math.floor(races / 100));
  });
}
