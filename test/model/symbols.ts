import { participantOf } from '../reference/conversation.ts';
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

type Conditional<Concrete> = Concrete extends { ifMatch?: string | undefined }
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
    case 'readSettings':
    case 'readChannel': {
      const current = writesOf(world, toWire({ ...symbolic, ifNoneMatch: undefined }).path).writes;
      return { ...symbolic, ifNoneMatch: tag(symbolic.ifNoneMatch, current) };
    }
    case 'read':
    case 'readInteraction': {
      const c = idOf(world, symbolic.c);
      return { ...symbolic, c, ifNoneMatch: tag(symbolic.ifNoneMatch, live(world, c)?.conversation.version) };
    }
    case 'readAttributes': {
      const c = idOf(world, symbolic.c);
      return { ...symbolic, c, ifNoneMatch: tag(symbolic.ifNoneMatch, versionOf(world, c, symbolic.p)) };
    }
    case 'readSecured': {
      const c = idOf(world, symbolic.c);
      return { ...symbolic, c, ifNoneMatch: tag(symbolic.ifNoneMatch, live(world, c)?.conversation.securedVersion) };
    }
    case 'writeSettings':
    case 'patchChannel': {
      const unnamed = { ...symbolic, ifMatch: undefined, version: undefined };
      const current = writesOf(world, toWire(unnamed).path).writes;
      return { ...symbolic, ifMatch: tag(symbolic.ifMatch, current), version: plus(symbolic.version, current) };
    }
    case 'find':
    case 'contactLog':
      return { ...symbolic, from: startOf(world, symbolic.from) ?? start, to: startOf(world, symbolic.to) };
    case 'addContactData': {
      const { listed, data, ...request } = symbolic;
      const c = idOf(world, symbolic.c);
      return { ...request, c, data: listed ? onList(data, live(world, c)?.conversation.savedNames ?? []) : data };
    }
    case 'patch': {
      const c = idOf(world, symbolic.c);
      const current = live(world, c)?.conversation.version ?? 1;
      return { ...symbolic, c, ifMatch: tag(symbolic.ifMatch, current), version: plus(symbolic.version, current) };
    }
    case 'erase': {
      const c = idOf(world, symbolic.c);
      return { ...symbolic, c, ifMatch: tag(symbolic.ifMatch, live(world, c)?.conversation.version) };
    }
    case 'leave': {
      const c = idOf(world, symbolic.c);
      return { ...symbolic, c, ifMatch: tag(symbolic.ifMatch, versionOf(world, c, symbolic.p)) };
    }
    case 'patchAttributes': {
      const c = idOf(world, symbolic.c);
      const current = versionOf(world, c, symbolic.p);
      return { ...symbolic, c, ifMatch: tag(symbolic.ifMatch, current), version: plus(symbolic.version, current) };
    }
    case 'replaceSecured': {
      const c = idOf(world, symbolic.c);
      const current = live(world, c)?.conversation.securedVersion ?? 0;
      return { ...symbolic, c, ifMatch: tag(symbolic.ifMatch, current), version: current + symbolic.version };
    }
    case 'patchSecured': {
      const c = idOf(world, symbolic.c);
      const current = live(world, c)?.conversation.securedVersion ?? 0;
      return { ...symbolic, c, ifMatch: tag(symbolic.ifMatch, current), version: plus(symbolic.version, current) };
    }
    case 'message': {
      const { c } = symbolic;
      // As the user's own web server names it: without the channel.
      const own = c === 'own' ? 'guest' : undefined;
      return { ...symbolic, c: own ?? (c === undefined ? undefined : idOf(world, c)) };
    }
    case 'patchInteraction': {
      const c = idOf(world, symbolic.c);
      const participants = symbolic.participants.map((one) => ({
        ...one,
        version: plus(one.version, versionOf(world, c, one.id)),
      }));
      const current = live(world, c)?.conversation.version ?? 1;
      const names = { ifMatch: tag(symbolic.ifMatch, current), version: plus(symbolic.version, current) };
      return { ...symbolic, c, participants, ...names };
    }
    default:
      return { ...symbolic, c: idOf(world, symbolic.c) };
  }
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

function versionOf(world: World, id: string, idOrAlias: string): number {
  const held = live(world, id);
  return (held && participantOf(held.conversation, idOrAlias)?.version) ?? 1;
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
