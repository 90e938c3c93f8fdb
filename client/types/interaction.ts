import type { AttributeChanges, Attributes } from './attributes.ts';
import type { Address } from './conversation.ts';

/** The attributes of one participant, and its version. */
export interface ParticipantAttributes {
  readonly attributes: Attributes;
  readonly version: number;
}

/** A participant of a live interaction. */
export interface InteractionParticipant {
  readonly id: string;
  /** The purpose. */
  readonly type: string;
  readonly externalId?: string;
  readonly version: number;
  readonly attributes: Attributes;
  readonly addresses: readonly Address[];
  /** When it left. @default it is present */
  readonly endTime?: string;
}

/** A live conversation, with how its participants are reached. */
export interface Interaction {
  readonly id: string;
  readonly version: number;
  readonly participants: readonly InteractionParticipant[];
}

/** Changes of one of the participants of an interaction. */
export interface InteractionChange {
  readonly id: string;
  /** The version that was read: refused when it is not current. */
  readonly version?: number;
  readonly attributes: AttributeChanges;
  /** The rest may come back as it was read: with another value it is refused (422). */
  readonly type?: string;
  readonly purpose?: string;
  readonly externalId?: string;
  readonly addresses?: readonly Address[];
  readonly endTime?: string;
}
