import { encodeQuery } from './path.ts';
import type { Transport } from './transport.ts';
import type { ChannelType, State } from './types/index.ts';

/** Which conversations to list. Times are RFC 3339, of the start. */
export interface Period {
  /** Inclusive. @default 7 days before `to` */
  readonly from?: string;
  /** Exclusive. @default now */
  readonly to?: string;
  readonly type?: ChannelType;
  readonly queueId?: string;
  /** Conversations that one request asks for, 1 to 100. @default 100 */
  readonly pageSize?: number;
}

/** By which value of a searchable attribute. */
export interface ValueQuery {
  /** Its name, with `equals` or `startsWith`. */
  readonly attribute?: string;
  /** The whole value. */
  readonly equals?: string;
  /** What it begins with: 3 characters or more. */
  readonly startsWith?: string;
}

/** Which conversations to find. */
export interface FindQuery extends Period, ValueQuery {
  /** One of these. @default any */
  readonly state?: State | readonly State[];
  /** The uri of an address of a participant. */
  readonly address?: string;
  /** Of the conversation or of a participant. */
  readonly externalId?: string;
}

/** Which ended conversations to list. */
export interface ContactLogQuery extends Period, ValueQuery {
  /** One of these; then each has its state. @default wrapup and handled */
  readonly state?: Exclude<State, 'active'> | readonly Exclude<State, 'active'>[];
}

/** Which interactions to list. */
export interface InteractionQuery extends Omit<FindQuery, 'state' | keyof ValueQuery> {
  /** In one of these states. @default active */
  readonly state?: LiveState | readonly LiveState[];
  /** Whether participants have their attributes. @default they have none */
  readonly expand?: 'attributes';
}

/** A state in which somebody is at work on a conversation. */
export type LiveState = Extract<State, 'active' | 'wrapup'>;

/** Gives what all pages of a list have; each page is asked for when it is needed. */
export async function* listItems<Item>(
  transport: Transport,
  path: string,
  wanted: FindQuery | InteractionQuery,
  items = 'conversations',
): AsyncGenerator<Item, void, undefined> {
  let nextToken: string | undefined;
  do {
    // A plus may mean itself, so the API takes none for a blank.
    const parameters = encodeQuery({ ...wanted, nextToken }).replaceAll('+', '%20');
    const request = { method: 'GET', path: path + parameters } as const;
    const { body } = await transport.send<Readonly<Record<string, unknown>>>(request);
    yield* body[items] as readonly Item[];
    nextToken = body.nextToken as string | undefined;
  } while (nextToken !== undefined);
}
