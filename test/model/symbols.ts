import { type Attributes, participantOf } from '../reference/conversation.ts';
import { inOneOrder } from './exact.ts';
import type { Bag, Request } from './requests.ts';
import { toWire } from './wire.ts';
import { type Held, live, type World, writesOf } from './world.ts';

/** How a request names a version: of what is there when it is sent. */
export type VersionName = 'current' | 'stale' | 'any' | 'listed' | 'weak' | 'garbage';

/**
 * How a request names a period: by conversations, in the order in which they were made, that it begins and ends with. The
 * last one is not in it.
 */
interface SymbolicPeriod {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

type Symbolic<Concrete> = Concrete extends { from: number; to?: number | undefined }
  ? Omit<Concrete, 'from' | 'to'> & SymbolicPeriod
  : Concrete extends { op: 'addContactData' }
    ? Concrete & { readonly listed: boolean }
    : Conditional<Concrete>;

/** Whether what `if` names is what is there, or what the request says. */
interface Holding {
  readonly holds?: boolean | undefined;
}

type Conditional<Concrete> = (Concrete extends { if?: Bag | undefined } ? Holding : unknown) & Versioned<Concrete>;

type Versioned<Concrete> = Concrete extends { ifMatch?: string | undefined }
  ? Omit<Concrete, 'ifMatch'> & { readonly ifMatch?: VersionName | undefined }
  : Concrete extends { ifNoneMatch?: string | undefined }
    ? Omit<Concrete, 'ifNoneMatch'> & { readonly ifNoneMatch?: VersionName | undefined }
    : Concrete;

/**
 * A request as it is generated: conversations are named by a letter, versions by their relation to the current one (a
 * number is added to it).
 */
export type SymbolicRequest = Symbolic<Request>;

/** The id of a conversation by its letter; `made` and `ended` are those that were so most recently. */
function idOf(world: World, letter: string): string {
  switch (letter) {
    case 'made':
      return (
        [...world.conversations.keys()].findLast((id) => !/^(conversation-|site:|constructor:)/.test(id)) ??
        'never-made'
      );
    case 'ended':
      return [...world.conversations.values()].findLast((one) => isEnded(world, one))?.conversation.id ?? 'never-ended';
    case 'guest':
      return 'site:guest';
    default:
      return `conversation-${letter}`;
  }
}

function isEnded(world: World, { conversation: { id, state } }: Held): boolean {
  return live(world, id) !== undefined && (state === 'wrapup' || state === 'handled');
}

/** A request as it is sent now. */
export function concrete(world: World, symbolic: SymbolicRequest, start: number): Request {
  switch (symbolic.op) {
    case 'create':
      return { ...symbolic, id: symbolic.id === 'made' ? undefined : idOf(world, symbolic.id ?? '') };
    case 'find':
    case 'listInteractions':
    case 'contactLog':
      return { ...symbolic, from: startOf(world, symbolic.from) ?? start, to: startOf(world, symbolic.to) };
    case 'addContactData': {
      const { listed, data, ...request } = symbolic;
      const c = idOf(world, symbolic.c);
      return { ...request, c, data: listed ? onList(data, live(world, c)?.conversation.savedNames ?? []) : data };
    }
    case 'message': {
      const { c } = symbolic;
      // As the user's own web server names it: without the channel.
      const own = c === 'own' ? 'guest' : undefined;
      return { ...symbolic, c: own ?? (c === undefined ? undefined : idOf(world, c)) };
    }
    case 'patchInteraction': {
      const c = idOf(world, symbolic.c);
      const participants = symbolic.participants.map(({ holds, ...one }) => ({
        ...one,
        ...expecting(holds, one.if, attributesIn(world, c, one.id)),
        version: plus(one.version, versionOf(world, { op: 'readAttributes', c, p: one.id })),
      }));
      return withVersions(world, { ...symbolic, c, participants });
    }
    case 'patch': {
      const { holds, ...request } = symbolic;
      const c = idOf(world, symbolic.c);
      return withVersions(world, { ...request, c, ...expecting(holds, request.if, attributesIn(world, c)) });
    }
    case 'patchAttributes': {
      const { holds, ...request } = symbolic;
      const c = idOf(world, symbolic.c);
      return withVersions(world, { ...request, c, ...expecting(holds, request.if, attributesIn(world, c, request.p)) });
    }
    default:
      return withVersions(world, 'c' in symbolic ? { ...symbolic, c: idOf(world, symbolic.c) } : symbolic);
  }
}

/** What a request expects: of the names that it has, what is there, in other words where there are any. */
function expecting(holds: boolean | undefined, expected: Bag | undefined, there: Attributes): { if?: Bag | undefined } {
  if (!holds || !expected) return { if: expected };
  return { if: new Map([...expected.keys()].map((name) => [name, reworded(there.get(name))])) };
}

/** The same value with its members in one order. */
function reworded(text: string | undefined): string | null {
  return text === undefined ? null : inOneOrder(text);
}

/** The data of a conversation, or the attributes of a participant. */
function attributesIn(world: World, c: string, p?: string): Attributes {
  const conversation = live(world, c)?.conversation;
  const bag = p === undefined ? conversation?.data : conversation && participantOf(conversation, p)?.attributes;
  return bag ?? new Map();
}

/** The versions that a request names, as they are now. */
function withVersions(world: World, symbolic: SymbolicRequest): Request {
  const current = versionOf(world, symbolic as Request);
  return {
    ...symbolic,
    ...('ifMatch' in symbolic && { ifMatch: tag(symbolic.ifMatch, current) }),
    ...('ifNoneMatch' in symbolic && { ifNoneMatch: tag(symbolic.ifNoneMatch, current) }),
    ...('version' in symbolic && { version: plus(symbolic.version, current) }),
  } as Request;
}

/** The current version of what a request is about. */
function versionOf(world: World, request: Request): number {
  if (!('c' in request)) return writesOf(world, toWire(request).path).writes;
  const conversation = live(world, request.c ?? '')?.conversation;
  if (!conversation) return 1;
  if ('p' in request) return participantOf(conversation, request.p)?.version ?? 1;
  return request.op.endsWith('Secured') ? conversation.securedVersion : conversation.version;
}

/** When the conversation with this number started. */
function startOf({ conversations }: World, number: number | undefined): number | undefined {
  return number === undefined
    ? undefined
    : [...conversations.values()][number % conversations.size]?.conversation.startTime;
}

/** The same values under names on a list. */
function onList(bag: Bag, names: readonly string[]): Bag {
  if (names.length === 0) return bag;
  const renamed = [...bag.values()].flatMap((text, position): [string, string | null][] => {
    const name = names[position % names.length];
    return name === undefined ? [] : [[name, text]];
  });
  return new Map(renamed);
}

function plus(difference: number | undefined, current: number): number | undefined {
  return difference === undefined ? undefined : current + difference;
}

function tag(name: VersionName | undefined, current = 1): string | undefined {
  switch (name) {
    case undefined:
      return undefined;
    case 'current':
      return `"${current}"`;
    case 'stale':
      return `"${current + 1}"`;
    case 'any':
      return '*';
    case 'listed':
      return `"${current + 7}", "${current}"`;
    case 'weak':
      return `W/"${current}"`;
    case 'garbage':
      return `${current}`;
  }
}
