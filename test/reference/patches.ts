import { change, raise, requireRoom } from './changes.ts';
import {
  type Attributes,
  type Changes,
  type Conversation,
  type Newcomer,
  type Participant,
  presentIn,
  SECURED,
} from './conversation.ts';
import { limits } from './limits.ts';
import { mergeObjects } from './merge-patch.ts';
import {
  type Named,
  type Refusal,
  refuse,
  refuseAny,
  refuseErased,
  requireActive,
  requireAttributes,
  requirePresent,
  staleVersions,
} from './requirements.ts';
import { isSame } from './same.ts';

/** What a patch changes. */
export interface Patch {
  readonly data?: Changes | undefined;
  readonly participants?: readonly {
    /** An id or alias. */
    readonly participant: string;
    readonly attributes: Changes;
    readonly versions: readonly Named[];
    /** What attributes must have; `null`: they must not be there. */
    readonly expected?: Changes | undefined;
  }[];
  /** The same of `data`. */
  readonly expected?: Changes | undefined;
  /** `null`: to none. */
  readonly queueId?: string | null | undefined;
  /** The call queues that the caller has the right to. @default all */
  readonly rights?: readonly (string | null)[] | undefined;
  readonly wrapup?: Conversation['wrapup'] | undefined;
  /** Of the conversation. */
  readonly versions: readonly Named[];
  /** Objects are merged with what is there, instead of replacing it. @default false */
  readonly mergesObjects?: boolean | undefined;
  /** The `interactions` view, in which what is not active is not there. @default false */
  readonly liveOnly?: boolean;
}

/** A patch is seen by readers at once, whole. */
export function patch(conversation: Conversation, request: Patch): Conversation {
  const { next, stale } = apply(conversation, request);
  refuseAny(stale);
  if (next === conversation) return conversation;
  requireRoom(next);
  return raise(next);
}

/** The conversation as a patch leaves it, but for its version; and what is refused of the versions that it names. */
export function apply(
  conversation: Conversation,
  {
    data,
    participants = [],
    queueId,
    rights,
    wrapup,
    versions,
    mergesObjects = false,
    liveOnly = false,
    ...rest
  }: Patch,
): { readonly next: Conversation; readonly stale: readonly Refusal[] } {
  const { expected = new Map() } = rest;
  if (queueId !== undefined) requireRights(conversation, queueId, rights);
  if (liveOnly && conversation.state !== 'active') refuse('conversation-not-found');
  const isAboutAttributes = data !== undefined || expected.size > 0 || participants.length > 0;
  if (isAboutAttributes) requireAttributes(conversation);
  const patched = participants.map((one) => ({ ...one, of: requirePresent(conversation, one.participant) }));
  if (isAboutAttributes) requireActive(conversation);
  refuseErased(conversation);
  const old = [
    ...staleVersions(conversation.version, versions),
    ...patched.flatMap(({ of, versions: named }) => staleVersions(of.version, named)),
  ];
  // Versions are looked at first.
  const stale =
    old.length > 0
      ? old
      : differing([
          { of: conversation.data, expected },
          ...patched.map(({ of, ...one }) => ({ id: of.id, of: of.attributes, expected: one.expected ?? new Map() })),
        ]);
  const given = [
    { owner: undefined, before: conversation.data, attributes: data ?? new Map() },
    ...patched.map(({ of, attributes }) => ({ owner: of.id, before: of.attributes, attributes })),
  ];
  const changes = given.map(({ owner, before, attributes }) => {
    return { owner, attributes: mergesObjects ? mergeObjects(before, attributes) : attributes };
  });
  const isChange =
    changes.some(({ attributes }) => attributes.size > 0) || queueId !== undefined || wrapup !== undefined;
  if (!isChange) return { next: conversation, stale };
  const next = {
    ...change(conversation, changes),
    ...(queueId !== undefined && { queueId: queueId ?? undefined }),
    wrapup: { ...conversation.wrapup, ...wrapup },
  };
  return { next, stale };
}

/** What is refused of what a request expects: one refusal with all that is otherwise. */
function differing(
  all: readonly { readonly id?: string; readonly of: Attributes; readonly expected: Changes }[],
): readonly Refusal[] {
  const differences = all.flatMap(({ id, of, expected }) =>
    [...expected].flatMap(([name, value]) => {
      const current = of.get(name) ?? 'null';
      const told = {
        name: JSON.stringify(name),
        ...(id !== undefined && { participantId: JSON.stringify(id) }),
        current,
      };
      return isSame(current, value ?? 'null') ? [] : [told];
    }),
  );
  return differences.length > 0 ? [{ code: 'values-differ', differences }] : [];
}

/** From wrap-up on a move takes the right to the call queue that is left and to the one that is entered. */
function requireRights({ state, queueId }: Conversation, to: string | null, rights: Patch['rights']): void {
  const isAllowed = state === 'active' || !rights || [queueId ?? null, to].every((queue) => rights.includes(queue));
  if (!isAllowed) refuse('missing-queue');
}

/** A participant joins under an id that no participant has, nor had. */
export function join(
  conversation: Conversation,
  newcomer: Newcomer,
): { readonly next: Conversation; readonly joined: Participant } {
  const { participants } = conversation;
  if (newcomer.attributes.size > 0) requireAttributes(conversation);
  requireActive(conversation);
  if (participants.some(({ id }) => id === newcomer.id)) refuse('participant-exists');
  if (presentIn(conversation).length >= limits.participants) refuse('too-many-participants');
  if (participants.length >= limits.allParticipants) refuse('too-many-participants');
  const joined = { ...newcomer, id: newcomer.id ?? numbered(newcomer.purpose, participants), version: 1 };
  const next = raise({ ...conversation, participants: [...participants, joined] });
  requireRoom(next);
  return { next, joined };
}

/** The purpose with the first number that is free. */
export function numbered(purpose: string, participants: readonly Pick<Newcomer, 'id'>[]): string {
  const taken = new Set(participants.map(({ id }) => id));
  for (let number = 1; ; number++) if (!taken.has(`${purpose}-${number}`)) return `${purpose}-${number}`;
}

/** A participant leaves: it stays with what it has. */
export function leave(
  conversation: Conversation,
  {
    participant,
    versions,
    at,
  }: { readonly participant: string; readonly versions: readonly Named[]; readonly at: number },
): Conversation {
  const { id, version } = requirePresent(conversation, participant);
  requireActive(conversation);
  refuseAny(staleVersions(version, versions));
  const left = (one: Participant) => ({ ...one, version: one.version + 1, endTime: at });
  return raise({
    ...conversation,
    participants: conversation.participants.map((one) => (one.id === id ? left(one) : one)),
  });
}

/** A replacement or a patch of the secured attributes. */
export interface SecuredWrite {
  readonly attributes: Changes;
  /** Whether names that `attributes` lacks are removed. */
  readonly replaces: boolean;
  /** Of the secured attributes. */
  readonly versions: readonly Named[];
}

export function writeSecured(
  conversation: Conversation,
  { attributes, replaces, versions }: SecuredWrite,
): Conversation {
  requireAttributes(conversation);
  requireActive(conversation);
  refuseAny(staleVersions(conversation.securedVersion, versions));
  const removed = replaces ? [...conversation.secured.keys()].map((name) => [name, null] as const) : [];
  const changes = new Map([...removed, ...attributes]);
  if (changes.size === 0) return conversation;
  const next = change(conversation, [{ owner: SECURED, attributes: changes }]);
  requireRoom(next);
  return next;
}
