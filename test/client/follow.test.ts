import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConversationAttributes, type ConversationChange, isRefused } from '../../clients/typescript/src/index.ts';
import { followCall } from '../../docs/examples/follow-call.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { type BreakableProxy, startBreakableProxy } from './breakable-proxy.ts';

const api = useApi({ changes: true });
let proxy: BreakableProxy;
let made: Paths;

beforeAll(async () => {
  proxy = await startBreakableProxy(api.url);
});
afterAll(() => proxy.close());
beforeEach(async () => {
  made = await api.make();
});

/** As on AWS, where no operation is told as it happens: it answers JSON. */
const asOnAws: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('accept', 'application/json');
  return fetch(input, { ...init, headers });
};

const ways = [
  { way: 'as they happen, where the server tells them', own: {} },
  { way: 'by asking, where it does not', own: { fetch: asOnAws } },
];

const write = (n: number) => api.ok('PATCH', made.conversation, { body: { data: { n, text: 'x'.repeat(200) } } });

/** A hand that is raised by each change that comes. */
class Seen {
  readonly revisions: number[] = [];
  #wake: () => void = () => undefined;

  take({ revision }: ConversationChange): void {
    this.revisions.push(revision);
    this.#wake();
  }

  async reach(revision: number): Promise<void> {
    while ((this.revisions.at(-1) ?? 0) < revision) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

describe.each(ways)('changes come $way', ({ own }) => {
  const clientAt = (baseUrl: string) => new ConversationAttributes({ baseUrl, ...api.credentials, ...own });
  const follow = (baseUrl: string, since?: number) => {
    const ending = new AbortController();
    const seen = new Seen();
    const done = (async () => {
      const call = clientAt(baseUrl).conversation(made.id);
      for await (const change of call.changes({ since, every: 5, signal: ending.signal })) seen.take(change);
    })();
    // It is looked at later.
    done.catch(() => undefined);
    return { ending, seen, done };
  };

  test('each once and in order, from the beginning or after a revision, until the signal ends it', async () => {
    await write(1);
    const all = follow(api.url);
    const later = follow(api.url, 2);
    await all.seen.reach(2);
    for (let n = 2; n < 6; n++) await write(n);
    await Promise.all([all.seen.reach(6), later.seen.reach(6)]);
    expect(all.seen.revisions).toEqual([1, 2, 3, 4, 5, 6]);
    expect(later.seen.revisions).toEqual([3, 4, 5, 6]);
    const reason = new Error('the page is left');
    for (const { ending, done } of [all, later]) {
      ending.abort(reason);
      await expect(done).rejects.toBe(reason);
    }
  });

  test('none lost and none twice, however often and wherever the connection breaks', async () => {
    const before = proxy.broken;
    const { seen, ending, done } = follow(proxy.url);
    await seen.reach(1);
    for (let n = 2; n <= 28; n++) {
      // At once, or in the middle of heads, of events and of answers.
      if (n % 2 === 0) proxy.breakAfter((n * 67) % 700);
      await write(n);
      if (n % 4 === 0) await seen.reach(n);
    }
    expect(seen.revisions).toEqual(Array.from({ length: 28 }, (_, n) => n + 1));
    expect(proxy.broken - before).toBeGreaterThan(5);
    ending.abort(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
  });

  test("a flow's flush shows on an agent's page, which stops at the end of the call", async () => {
    const shown: unknown[] = [];
    let wake: () => void = () => undefined;
    const flushed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const show = (values: object, by: string) => {
      shown.push([values, by]);
      wake();
    };
    const page = followCall(clientAt(api.url), made.id, show, new AbortController().signal);
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
    await api.ok('POST', made.flush());
    await flushed;
    expect(shown).toEqual([[{ tier: 'gold' }, 'local']]);
    await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
    expect(await page).toBeUndefined();
  });

  test('until it is erased: then the loop says so', async () => {
    const { seen, done } = follow(api.url);
    await seen.reach(1);
    await api.ok('DELETE', made.conversation);
    const error = await done.catch((thrown: unknown) => thrown);
    expect(isRefused(error, 'conversation-not-found')).toBe(true);
  });

  test('a loop that is left ends its connection', async () => {
    for await (const { revision } of clientAt(api.url).conversation(made.id).changes()) {
      expect(revision).toBe(1);
      break;
    }
  });
});

describe('as Server-Sent Events', () => {
  const open = async (headers: Record<string, string>, path = `${made.conversation}/changes`) => {
    const ending = new AbortController();
    const authorization = `Bearer ${await api.token()}`;
    const init = { headers: { authorization, accept: 'text/event-stream', ...headers }, signal: ending.signal };
    return { ending, response: await fetch(api.url + path, init) };
  };

  /** Reads until a text has come so often. */
  async function readUntil(response: Response, text: string): Promise<string> {
    let got = '';
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    while (!got.includes(text)) got += (await reader?.read())?.value ?? '';
    return got;
  }

  test('each has its revision as its id, and Last-Event-ID goes on after one', async () => {
    for (let n = 2; n < 5; n++) await write(n);
    const { response, ending } = await open({ 'last-event-id': '2' });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const got = await readUntil(response, 'id: 4\n');
    expect([...got.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id)).toEqual(['3', '4']);
    ending.abort();
  });

  test('what is refused is answered as always', async () => {
    const nobody = await open({}, '/api/v2/conversations/nobody/changes');
    expect(nobody.response.status).toBe(404);
    expect(nobody.response.headers.get('content-type')).toContain('application/problem+json');
    const wrong = await open({ 'last-event-id': 'x' });
    expect(wrong.response.status).toBe(400);
    const noToken = await open({ authorization: '' });
    expect(noToken.response.status).toBe(401);
  });

  test('without the media type the answer is JSON', async () => {
    const { response } = await open({ accept: 'application/json' });
    expect(await response.json()).toMatchObject({ revision: 1 });
  });
});
