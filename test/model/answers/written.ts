import type { Refusal } from '../../reference/requirements.ts';
import type { Expected } from '../expected.ts';
import type { Bag, Request, RequestOf } from '../requests.ts';
import type { Learnt } from './conversations.ts';

/** What the answers to writes have that tell what was written. */
interface Whole {
  readonly id?: string;
  readonly version?: number;
  readonly participants?: readonly Shown[];
  readonly dropped?: readonly { readonly name: string }[];
}

interface Shown {
  readonly id: string;
  readonly version: number;
}

/** What is answered to who may not read: of what the rules say the ids and versions, and the names of the request. */
export function toldTo(request: Request, expected: Expected, learnt: Learnt): Expected {
  if (!isBlind(request)) return expected;
  if ('refusals' in expected) return { refusals: expected.refusals.map(withoutValues) };
  if (expected.body === undefined) return expected;
  const body = written(request, expected.body, learnt, expected.meant);
  return body ? { ...expected, body } : expected;
}

function withoutValues({ differences, ...refusal }: Refusal): Refusal {
  return differences ? { ...refusal, differences: differences.map(({ current: _, ...one }) => one) } : refusal;
}

/** Whether the token of a request may only write. */
export function isBlind(request: Request): boolean {
  return 'blind' in request && request.blind === true;
}

function written(request: Request, whole: Whole, learnt: Learnt, meant: readonly string[] = []): object | undefined {
  const { id, version, participants = [] } = whole;
  switch (request.op) {
    case 'create': {
      const made = request.participants.flatMap(({ attributes }, position) => {
        const one = participants[position];
        return one ? [{ id: one.id, version: one.version, names: namesIn(attributes) }] : [];
      });
      return { id, version, names: [...namesTaken(request, whole)], participants: made, dropped: whole.dropped };
    }
    case 'patch':
      return { id, version, names: namesIn(request.data) };
    case 'join':
      return { id, version, names: namesIn(request.participant.attributes) };
    case 'patchAttributes':
      // The whole answer does not say whose attributes they are.
      return { id: learnt.id, version, names: namesIn(request.attributes) };
    case 'patchInteraction': {
      const patched = request.participants.flatMap(({ attributes }, position) => {
        const one = participants.find(({ id }) => id === meant[position]);
        return one ? [{ id: one.id, version: one.version, names: namesIn(attributes) }] : [];
      });
      // The names of the request, also when it comes again after the end, which removes the participants.
      const names = new Set(request.participants.flatMap(({ attributes }) => namesIn(attributes)));
      return { id, version, names: [...names], participants: patched };
    }
    case 'replaceSecured':
    case 'patchSecured':
      return { version, names: namesIn(request.attributes) };
    case 'writeSettings':
      return { id: request.type, version, names: request.savedAttributes };
    default:
      return undefined;
  }
}

function namesTaken({ data, metadata }: RequestOf<'create'>, { dropped = [] }: Whole): ReadonlySet<string> {
  const lost = new Set(dropped.map(({ name }) => name));
  return new Set([...namesIn(data), ...namesIn(metadata).filter((name) => !lost.has(name))]);
}

function namesIn(bag: Bag | undefined): readonly string[] {
  return [...(bag?.keys() ?? [])];
}
