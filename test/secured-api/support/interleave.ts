import type { AwsCall, Container } from './container.ts';

/** Work in a container of its own, which waits for its turn before every request to DynamoDB. */
export interface Actor<Result> {
  readonly container: Container;
  run(): Promise<Result>;
  /** Sees every request before its turn. */
  onCall?(call: AwsCall): void;
}

/** What came of two actors in one order of their requests. */
export interface Played<A, B> {
  readonly results: readonly [A, B];
  /** The order: which actor made each request. */
  readonly order: readonly number[];
}

/**
 * Plays two actors in every order that their requests to DynamoDB can have, each order once, with fresh actors.
 *
 * @param make gives the actors of one play, and looks at what came of them.
 * @param mostSwitches how often the turn may go to the other although the one could go on. @default any number
 * @returns how many orders there were.
 */
export async function interleave<A, B>(
  make: () => Promise<{ actors: readonly [Actor<A>, Actor<B>]; check(played: Played<A, B>): Promise<void> }>,
  mostSwitches = Number.POSITIVE_INFINITY,
): Promise<number> {
  const open: (readonly number[])[] = [[]];
  let count = 0;
  for (let prefix = open.pop(); prefix; prefix = open.pop()) {
    const { actors, check } = await make();
    const { results, order, hadChoice } = await play(actors, prefix);
    count += 1;
    await check({ results, order });
    for (let place = prefix.length; place < order.length; place++) {
      const other = [...order.slice(0, place), 1 - (order[place] ?? 0)];
      if (hadChoice[place] && switches(other, hadChoice) <= mostSwitches) open.push(other);
    }
  }
  return count;
}

function switches(order: readonly number[], hadChoice: readonly boolean[]): number {
  return order.filter((actor, place) => place > 0 && hadChoice[place] && actor !== order[place - 1]).length;
}

/** Plays one order: `prefix` says who is first, after it whoever made the last request goes on. */
async function play<A, B>(actors: readonly [Actor<A>, Actor<B>], prefix: readonly number[]) {
  const order: number[] = [];
  const hadChoice: boolean[] = [];
  /** Of each actor: what lets its next request go; undefined while it works. */
  const waiting: ((() => void) | undefined)[] = [undefined, undefined];
  const isDone = [false, false];
  let wake = () => {};
  const gate = (actor: number) => (call: AwsCall) => {
    actors[actor]?.onCall?.(call);
    if (!/ (?:conversations|dataKeys)$/.test(call.name)) return;
    return new Promise<void>((resolve) => {
      waiting[actor] = resolve;
      wake();
    });
  };
  const start = async <Result>(actor: Actor<Result>, number: number): Promise<Result> => {
    actor.container.before = gate(number);
    try {
      return await actor.run();
    } finally {
      actor.container.before = () => undefined;
      isDone[number] = true;
      wake();
    }
  };
  const results = Promise.all([start(actors[0], 0), start(actors[1], 1)]);
  while (!isDone.every(Boolean)) {
    const changed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const isReady = [0, 1].every((actor) => isDone[actor] || waiting[actor]);
    if (!isReady) {
      await Promise.race([changed, results]);
      continue;
    }
    const able = [0, 1].filter((actor) => waiting[actor]);
    const wanted = prefix[order.length] ?? order.at(-1) ?? 0;
    const next = able.includes(wanted) ? wanted : (able[0] ?? 0);
    order.push(next);
    hadChoice.push(able.length > 1);
    const go = waiting[next];
    waiting[next] = undefined;
    go?.();
  }
  return { results: await results, order, hadChoice };
}
