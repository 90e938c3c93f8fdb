import type { Changes } from '../reference/conversation.ts';

/** Attributes of a request. */
export type Bag = Changes;

/** A participant of a request. */
export interface NewParticipant {
  readonly id?: string | undefined;
  readonly purpose: string;
  readonly externalId?: string | undefined;
  readonly addresses?: readonly { readonly type: string; readonly uri: string }[] | undefined;
  readonly attributes?: Bag | undefined;
}

/** Where the attributes of a flow belong. */
export interface Placement {
  readonly participantId?: string | undefined;
  readonly target?: 'participant' | 'conversation' | undefined;
}

/** Where a get looks. */
export interface ReadPlacement {
  readonly participantId?: string | undefined;
  readonly target?: Placement['target'] | 'any';
}

interface Keyed {
  /** The Idempotency-Key. */
  readonly key?: string | undefined;
  /** Sent by who may only write. */
  readonly blind?: boolean | undefined;
}

/** Who uses a flow execution, and what it says of the flow. */
export interface Calling {
  /** Another client than usual. */
  readonly by?: 'local' | 'other' | undefined;
  readonly flowType?: string | undefined;
}

interface Conditional {
  /** The header, as it is sent. */
  readonly ifMatch?: string | undefined;
}

/** A read by somebody who has an answer already. */
interface Known {
  /** The header, as it is sent. */
  readonly ifNoneMatch?: string | undefined;
}

/** What a find may ask for, beside the time. */
export interface Filter {
  /** One of these. */
  readonly state?: readonly string[] | undefined;
  readonly type?: string | undefined;
  readonly queueId?: string | undefined;
  readonly address?: string | undefined;
  readonly externalId?: string | undefined;
  /** A name, with the whole value or what it begins with. */
  readonly attribute?: string | undefined;
  readonly equals?: string | undefined;
  readonly startsWith?: string | undefined;
}

/** Which page of a list is asked for, beside the time. */
export interface Paged {
  readonly pageSize?: number | undefined;
}

/** An attribute that guests may set: of any scalar type, or of one. */
export type Allowed = string | { readonly name: string; readonly type: string };

/** An attribute that guests have to enter, perhaps with a text. */
export type Required = string | { readonly name: string; readonly text: string };

/** What a guest's message brings, the winner first. */
export interface GuestBags {
  readonly metadata?: Bag | undefined;
  readonly message_metadata?: Bag | undefined;
  readonly customAttributes?: Bag | undefined;
}

/** Every request of the contract, with the ids and versions that it is sent with. */
export type Request =
  | ({ op: 'create'; id?: string | undefined; type: string; queueId?: string | undefined } & {
      externalId?: string | undefined;
      channelId?: string | undefined;
      data?: Bag | undefined;
      metadata?: Bag | undefined;
      participants: readonly NewParticipant[];
    } & Keyed)
  | ({ op: 'read'; c: string; expand?: readonly string[] | undefined } & Known)
  | ({
      op: 'patch';
      c: string;
      merge?: true | undefined;
      state?: string | undefined;
      queueId?: string | null | undefined;
    } & {
      version?: number | undefined;
      if?: Bag | undefined;
      data?: Bag | undefined;
      wrapup?: { code?: string | undefined; notes?: string | undefined } | undefined;
    } & Keyed &
      Conditional)
  | ({ op: 'erase'; c: string } & Keyed & Conditional)
  | ({ op: 'join'; c: string; participant: NewParticipant } & Keyed)
  | ({ op: 'leave'; c: string; p: string } & Keyed & Conditional)
  | ({ op: 'readAttributes'; c: string; p: string } & Known)
  | ({ op: 'patchAttributes'; c: string; p: string; attributes: Bag; merge?: true | undefined } & {
      version?: number | undefined;
      if?: Bag | undefined;
    } & Keyed &
      Conditional)
  | ({ op: 'readInteraction'; c: string; state?: readonly ('active' | 'wrapup')[] | undefined } & Known)
  | ({ op: 'patchInteraction'; c: string; merge?: true | undefined; version?: number | undefined } & {
      participants: readonly {
        id: string;
        type?: string | undefined;
        attributes: Bag;
        if?: Bag | undefined;
        /** Only of a symbolic request: `if` names what is there. */
        holds?: boolean | undefined;
        version?: number | undefined;
      }[];
    } & Keyed &
      Conditional)
  | ({ op: 'set'; c: string; f: string; attributes: Bag } & Calling & Placement & Keyed)
  | ({ op: 'get'; c: string; f: string; names: readonly string[] } & Calling & ReadPlacement)
  | ({ op: 'flush'; c: string; f: string; attributes?: Bag | undefined } & Calling & Placement & Keyed)
  | ({ op: 'setSecured'; c: string; f: string; attributes: Bag } & Calling & Keyed)
  | ({ op: 'getSecured'; c: string; f: string; names: readonly string[] } & Calling)
  | ({ op: 'readSecured'; c: string } & Known)
  | ({ op: 'replaceSecured'; c: string; attributes: Bag; version: number } & Keyed & Conditional)
  | ({ op: 'patchSecured'; c: string; attributes: Bag; version?: number | undefined } & Keyed & Conditional)
  | { op: 'history'; c: string }
  | { op: 'names'; c: string }
  | { op: 'export'; c: string }
  | { op: 'getContactData'; c: string }
  | { op: 'findContactData'; c: string }
  | ({ op: 'addContactData'; c: string; data: Bag } & Keyed)
  | ({ op: 'contactLog'; from: number; to?: number | undefined; csv: boolean } & Pick<
      Filter,
      'state' | 'type' | 'queueId'
    > &
      Paged)
  | ({ op: 'readSettings'; type: string } & Known)
  | ({ op: 'writeSettings'; type: string; savedAttributes: readonly string[]; retentionDays: number } & {
      version?: number | undefined;
      activeMaxSeconds?: number | undefined;
    } & Keyed &
      Conditional)
  | ({ op: 'readChannel'; channel: string } & Known)
  | ({ op: 'patchChannel'; channel: string; type?: string | undefined } & {
      allowed?: readonly Allowed[] | undefined;
      required?: readonly Required[] | undefined;
      savedAttributes?: readonly string[] | null | undefined;
      retentionDays?: number | null | undefined;
      version?: number | undefined;
    } & Keyed &
      Conditional)
  | ({ op: 'message'; channel: string; c?: string | undefined } & GuestBags & Keyed)
  | ({ op: 'find'; from: number; to?: number | undefined } & Filter & Paged)
  | ({ op: 'listInteractions'; from: number; to?: number | undefined } & {
      expand?: 'attributes' | undefined;
    } & Filter &
      Paged);

/** The request with an operation. */
export type RequestOf<Op extends Request['op']> = Extract<Request, { op: Op }>;
