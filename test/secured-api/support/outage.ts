import type { Answer } from '../../support/answer.ts';
import type { Api, CallOptions } from '../../support/api.ts';
import type { Paths } from '../../support/paths.ts';
import type { SecuredApi } from './api.ts';
import { securedFlow, securedOf } from './paths.ts';

/** Conversations that an outage of KMS meets, in a container without a data key in memory. */
export interface Victims {
  /** Without secured attributes: the next one needs a data key. */
  readonly first: Paths;
  /** With secured attributes, and pending ones of the execution `ivr`. */
  readonly kept: Paths;
  /** The same, for a replacement. */
  readonly replaced: Paths;
  /** The same, for ordinary work. */
  readonly moving: Paths;
}

/** An answer, and after how long it came. */
export interface Timed {
  readonly answer: Answer;
  readonly milliseconds: number;
}

/** Makes them, and starts the container. */
export async function makeVictims({ api, renew }: SecuredApi): Promise<Victims> {
  const [first, kept, replaced, moving] = await Promise.all([api.make(), api.make(), api.make(), api.make()]);
  for (const made of [kept, replaced, moving]) {
    await api.ok('PUT', securedOf(made), { body: { attributes: { pin: '1234' }, version: 0 } });
    await api.ok('POST', securedFlow(made), { body: { attributes: { pin: 'moved' } } });
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
  }
  await renew();
  return { first, kept, replaced, moving };
}

/** What may not change in an outage: items, for `first` without what announcing a data key leaves. */
export async function itemsOf({ raw }: SecuredApi, { first, kept, replaced }: Victims): Promise<readonly object[]> {
  const { internalId: _id, revision: _revision, operations: _count, ...rest } = await raw.conversation(first.id);
  const announced = Object.entries(rest).filter(([name]) => !name.startsWith('o/'));
  return [Object.fromEntries(announced), await raw.conversation(kept.id), await raw.conversation(replaced.id)];
}

/**
 * Every operation on secured attributes at once, on a conversation whose data key is to be made and on ones whose is to be unwrapped.
 *
 * @param headers such as the one that chooses a container
 */
export function securedWork(
  api: Api,
  { first, kept, replaced }: Victims,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Timed[]> {
  const body = { attributes: { cvv: '1' } };
  const send = (method: string, path: string, content?: object) =>
    timed(api, method, path, { headers, ...(content && { body: content }) });
  return Promise.all([
    send('POST', securedFlow(first), body),
    send('PATCH', securedOf(first), body),
    send('POST', securedFlow(kept), body),
    send('PATCH', securedOf(kept), body),
    send('GET', securedFlow(kept)),
    send('GET', securedOf(kept)),
    send('PUT', securedOf(replaced), { ...body, version: 1 }),
  ]);
}

/** Ordinary work on a conversation with pending secured attributes, with a flush at its end. */
export async function ordinaryWork(api: Api, made: Paths): Promise<readonly Timed[]> {
  const body = { attributes: { tier: 'platinum' } };
  return [
    await timed(api, 'GET', made.conversation),
    await timed(api, 'POST', made.flow(), { body }),
    await timed(api, 'GET', made.flow()),
    await timed(api, 'PATCH', made.attributes(), { body }),
    await timed(api, 'POST', made.flush()),
  ];
}

/** Sends a request, and times it. */
export async function timed(api: Api, method: string, path: string, options: CallOptions = {}): Promise<Timed> {
  const began = performance.now();
  const answer = await api.send(method, path, options);
  return { answer, milliseconds: performance.now() - began };
}
