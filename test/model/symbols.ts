import type { Request } from './requests.ts';
import { live, participantOf, type World } from './world.ts';

/** How a request names a version: of what is there when it is sent. */
export type VersionName = 'current' | 'stale' | 'any' | 'listed' | 'weak' | 'garbage';

type Symbolic<Concrete> = Concrete extends { ifMatch?: string | undefined }
  ? Omit<Concrete, 'ifMatch'> & { readonly ifMatch?: VersionName | undefined }
  : Concrete;

/**
 * A request as it is generated: conversations are named by a letter, versions by their relation to the current one (a
 * number is added to it).
 */
export type SymbolicRequest = Symbolic<Request>;

/** The letter of the conversation that the server has given an id most recently. */
const made = 'made';

/** The id of a conversation by its letter. */
function idOf(world: World, letter: string): string {
  if (letter !== made) return `conversation-${letter}`;
  return [...world.conversations.keys()].findLast((id) => !id.startsWith('conversation-')) ?? 'never-made';
}

/** A request as it is sent now. */
export function concrete(world: World, symbolic: SymbolicRequest, start: number): Request {
  switch (symbolic.op) {
    case 'create':
      return { ...symbolic, id: symbolic.id === made ? undefined : idOf(world, symbolic.id ?? '') };
    case 'readSettings':
    case 'writeSettings':
      return symbolic;
    case 'find':
      return { ...symbolic, from: start };
    case 'patch': {
      const c = idOf(world, symbolic.c);
      return { ...symbolic, c, ifMatch: tag(symbolic.ifMatch, live(world, c)?.version) };
    }
    case 'patchAttributes': {
      const c = idOf(world, symbolic.c);
      const current = versionOf(world, c, symbolic.p);
      return { ...symbolic, c, ifMatch: tag(symbolic.ifMatch, current), version: plus(symbolic.version, current) };
    }
    case 'patchInteraction': {
      const c = idOf(world, symbolic.c);
      const participants = symbolic.participants.map((one) => ({
        ...one,
        version: plus(one.version, versionOf(world, c, one.id)),
      }));
      return { ...symbolic, c, participants, ifMatch: tag(symbolic.ifMatch, live(world, c)?.version) };
    }
    default:
      return { ...symbolic, c: idOf(world, symbolic.c) };
  }
}

function versionOf(world: World, id: string, idOrAlias: string): number {
  const conversation = live(world, id);
  return (conversation && participantOf(conversation, idOrAlias)?.version) ?? 1;
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
