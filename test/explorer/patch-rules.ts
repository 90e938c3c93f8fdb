import { limits } from '#domain/limits.ts';
import type { Bag, BagChanges, Model, ModelConversation, ModelParticipant, Newcomer } from './model.ts';
import { type Decision, notActive, notIn, ownerOf, participantOf, refused, refusesAttributes } from './rules.ts';
import { bytesIn, merged, newer } from './settling.ts';

/** A version that a request names: by If-Match, or by a field of the body. */
export interface NamedVersion {
  readonly version: number;
  readonly by: 'if-match' | 'version';
}

/** What the edge refuses a caller who has no right to a call queue. */
export class NoRight extends Error {
  override readonly name = 'NoRight';
}

/** What a patch changes. */
export interface PatchRequest {
  readonly data?: BagChanges;
  readonly participants?: readonly {
    readonly participant: string;
    readonly attributes: BagChanges;
    readonly version?: NamedVersion;
  }[];
  readonly queueId?: string | null;
  /** The call queues that the caller has the right to. @default all */
  readonly rights?: readonly (string | null)[];
  readonly wrapup?: { readonly code?: string; readonly notes?: string };
  readonly version?: NamedVersion;
  readonly liveOnly?: boolean;
}

/** A patch is seen by readers at once, whole. */
export function decidePatch(model: Model, request: PatchRequest): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  const { data, queueId, wrapup, liveOnly = false } = request;
  if (queueId !== undefined && lacksRight(model, queueId, request.rights)) return refused('missing-queue');
  if (liveOnly && model.state !== 'active') return refused('conversation-not-found');
  const patches = (request.participants ?? []).map((one) => ({ ...one, id: ownerOf(model, one.participant) ?? '' }));
  const writesAttributes = data !== undefined || patches.length > 0;
  const refusal = writesAttributes
    ? (refusesAttributes(
        model,
        patches.map(({ id }) => id),
      ) ?? notActive(model))
    : notIn(model, ['active', 'wrapup']);
  const versions = patches.map(({ id, version }) => staleVersion(participantOf(model, id)?.version, version));
  const stale = staleVersion(model.version, request.version) ?? versions.find((one) => one !== undefined);
  if (refusal ?? stale) return refusal ?? stale ?? refused('');
  const next = newer({
    ...model,
    ...(queueId !== undefined && { queueId }),
    ...(wrapup && { wrapup: { ...model.wrapup, ...wrapup } }),
    data: merged(model.data, data ?? {}),
    participants: model.participants.map((one) => {
      const patch = patches.find(({ id }) => id === one.id);
      if (!patch) return one;
      return { ...one, version: one.version + 1, attributes: merged(one.attributes, patch.attributes) };
    }),
  });
  const tooLarge = bytesIn(next) > Math.max(limits.conversationBytes, bytesIn(model));
  return tooLarge ? refused('conversation-too-large') : { next };
}

/** From wrap-up on a move takes the right to the call queue that is left and to the one that is entered. */
function lacksRight(
  { state, queueId: from }: ModelConversation,
  to: string | null,
  rights: PatchRequest['rights'],
): boolean {
  return state !== 'active' && rights !== undefined && ![from, to].every((queue) => rights.includes(queue));
}

/** A replacement of all secured attributes, if their version is current. */
export function decidePutSecured(model: Model, secured: Bag, version: number): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  const named = { version, by: 'version' } as const;
  const refusal = refusesAttributes(model, []) ?? notActive(model) ?? staleVersion(model.securedVersion, named);
  return refusal ?? { next: { ...model, secured, securedVersion: model.securedVersion + 1 } };
}

/** A patch of the secured attributes. */
export function decidePatchSecured(model: Model, changes: BagChanges): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  const refusal = refusesAttributes(model, []) ?? notActive(model);
  const secured = merged(model.secured, changes);
  return refusal ?? { next: { ...model, secured, securedVersion: model.securedVersion + 1 } };
}

/** A participant joins under an id that nobody has, nor had. */
export function decideJoin(model: Model, joined: Omit<Newcomer, 'id'> & { id?: string }): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  const { purpose, attributes } = joined;
  const hasAttributes = Object.keys(attributes).length > 0;
  const refusal = (hasAttributes ? refusesAttributes(model, []) : undefined) ?? notActive(model);
  if (refusal) return refusal;
  const numbered = [...model.participants, undefined].map((_, taken) => `${purpose}-${taken + 1}`);
  const id = joined.id ?? numbered.find((one) => !participantOf(model, one)) ?? '';
  if (participantOf(model, id)) return refused('participant-exists');
  const present = model.participants.filter(({ endTime }) => endTime === null);
  if (present.length >= limits.participants) return refused('too-many-participants');
  if (model.participants.length >= limits.allParticipants) return refused('too-many-participants');
  const one = { id, purpose, version: 1, attributes, endTime: null };
  const next = newer({ ...model, participants: [...model.participants, one] });
  return bytesIn(next) > limits.conversationBytes ? refused('conversation-too-large') : { next, answer: id };
}

/** A participant leaves: it stays with what it has. */
export function decideLeave(model: Model, participant: string, at: number): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  const id = ownerOf(model, participant);
  const refusal = refusesAttributes({ ...model, type: 'voice' }, [id]) ?? notActive(model);
  if (refusal) return refusal;
  const left = (one: ModelParticipant) => ({ ...one, version: one.version + 1, endTime: at });
  const participants = model.participants.map((one) => (one.id === id ? left(one) : one));
  return { next: newer({ ...model, participants }) };
}

/** The refusal of a version that is not current, or undefined when it is. */
export function staleVersion(current: number | undefined, named: NamedVersion | undefined): Decision | undefined {
  if (!named || named.version === current) return undefined;
  return refused(named.by === 'if-match' ? 'precondition-failed' : 'version-conflict', current);
}
