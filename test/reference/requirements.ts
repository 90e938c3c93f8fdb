import type { RefusalCode } from '#domain/refusal.ts';
import { type Conversation, isErased, type Participant, participantOf } from './conversation.ts';

/** A refusal. */
export interface Refusal {
  readonly code: RefusalCode | 'missing-queue';
  /** The version that is current, if it tells one. */
  readonly currentVersion?: number;
  /** What is not as the request expects: each JSON texts, of the name, of the participant and of what is there. */
  readonly differences?: readonly {
    readonly name: string;
    readonly participantId?: string;
    readonly current?: string;
  }[];
  /** What it says is wrong. */
  readonly names?: readonly string[];
}

/** Thrown by a rule that refuses: nothing has changed then. Where one step finds several things wrong, any of them may be told. */
export class Refused extends Error {
  readonly refusals: readonly [Refusal, ...Refusal[]];

  constructor(...refusals: readonly [Refusal, ...Refusal[]]) {
    super(refusals.map(({ code }) => code).join());
    this.refusals = refusals;
  }
}

export function refuse(code: Refusal['code'], names?: readonly string[]): never {
  throw new Refused({ code, ...(names && { names }) });
}

/** Only the record is left of what has been handled or abandoned: what is missing there has ended. */
export function refuseErased(conversation: Conversation): void {
  if (isErased(conversation)) refuse('conversation-ended');
}

export function requireActive({ state }: Conversation): void {
  if (state !== 'active') refuse('conversation-ended');
}

/** Email takes no attributes. */
export function requireAttributes({ type }: Pick<Conversation, 'type'>): void {
  if (type === 'email') refuse('channel-takes-no-attributes');
}

/** The participant with an id or alias, for a read. */
export function requireParticipant(conversation: Conversation, idOrAlias: string): Participant {
  refuseErased(conversation);
  return participantOf(conversation, idOrAlias) ?? refuse('participant-not-found');
}

/** The same for a write: nothing new is written to one who has left. */
export function requirePresent(conversation: Conversation, idOrAlias: string): Participant {
  const participant = requireParticipant(conversation, idOrAlias);
  return participant.endTime === undefined ? participant : refuse('participant-not-found');
}

/** Versions that a request names, of which one must be current: by If-Match, or by a field of the body. */
export interface Named {
  readonly oneOf: readonly number[];
  readonly by: 'if-match' | 'version';
}

/** What is refused of the versions that a request names. */
export function staleVersions(current: number, named: readonly Named[]): readonly Refusal[] {
  return named
    .filter(({ oneOf }) => !oneOf.includes(current))
    .map(({ by }) => ({
      code: by === 'if-match' ? 'precondition-failed' : 'version-conflict',
      currentVersion: current,
    }));
}

/** Refuses where there is anything to refuse. */
export function refuseAny([first, ...others]: readonly Refusal[]): void {
  if (first) throw new Refused(first, ...others);
}
