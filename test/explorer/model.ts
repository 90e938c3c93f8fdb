import type { Attributes } from '#domain/attributes.ts';
import type { ChannelType, Conversation, State, Wrapup } from '#domain/conversation.ts';
import { decodeConversation } from '#dynamodb/decode-item.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { canonical } from './canonical.ts';
import { unsealed } from './open-vault.ts';

/** Attributes with their values as JSON texts. */
export type Bag = Readonly<Record<string, string>>;

/** Changes of a bag: `null` removes. */
export type BagChanges = Readonly<Record<string, string | null>>;

/** A participant, as far as the rules know one. */
export interface ModelParticipant {
  readonly id: string;
  readonly purpose: string;
  readonly version: number;
  readonly attributes: Bag;
  /** When it left. */
  readonly endTime: number | null;
}

/** A participant as it comes. */
export type Newcomer = Pick<ModelParticipant, 'id' | 'purpose' | 'attributes'>;

/** Stands for the secured attributes among the owners. */
export const securedOwner = '*';

/** A pending write. */
export interface ModelWrite {
  readonly execution: string;
  /** A participant, `null` for `data`, or `securedOwner`. */
  readonly owner: string | null;
  readonly name: string;
  readonly value: string | null;
  /** Orders the sets; those of one request have the same. */
  readonly turn: number;
}

/** What the rules of the design know of a conversation. It has no counters, operation ids or due times. */
export interface ModelConversation {
  readonly there: 'conversation';
  readonly type: ChannelType;
  readonly state: State;
  readonly version: number;
  readonly queueId: string | null;
  readonly wrapup: Wrapup | null;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly expires: number | null;
  readonly data: Bag;
  /** In the clear. */
  readonly secured: Bag;
  readonly securedVersion: number;
  /** Executions that called themselves bots. */
  readonly bots: readonly string[];
  /** The client that each execution belongs to. */
  readonly owners: Readonly<Record<string, string>>;
  readonly participants: readonly ModelParticipant[];
  readonly pending: readonly ModelWrite[];
  /** When the first pending write of each execution came. */
  readonly since: Readonly<Record<string, number>>;
  readonly saved: Bag | null;
  readonly savedNames: readonly string[] | null;
}

/** Settings that somebody has written: what they are, by name. */
export interface ModelSettings {
  readonly there: 'settings';
  readonly version: number;
  readonly set: object;
}

/** A conversation, an id that is free, or one that is taken by what was erased; or settings. */
export type Model =
  | ModelConversation
  | ModelSettings
  | { readonly there: 'nothing' }
  | { readonly there: 'erased'; readonly expires: number };

const models = new WeakMap<Item, Model>();

/** What the readers of this code see in an item, in the words of the rules. */
export function modelOf(item: Item | undefined): Model {
  if (!item) return { there: 'nothing' };
  const known = models.get(item);
  if (known) return known;
  const model = isSettings(item) ? modelOfSettings(item) : modelOfId(item);
  models.set(item, model);
  return model;
}

/** Whether an item is a row of settings, of a channel type or a web channel. */
export function isSettings({ pk }: Item): boolean {
  return /^(?:channel-type|webchat-channel)#/.test(String(pk));
}

function modelOfSettings({ pk: _, operations, ...item }: Item): ModelSettings {
  const set = Object.fromEntries(
    Object.entries(item).filter(([name]) => name !== 'revision' && !name.startsWith('o/')),
  );
  const [version] = item.revision as readonly [number];
  return { there: 'settings', version, set };
}

function modelOfId(item: Item): Model {
  const conversation = decodeConversation(item);
  return conversation ? modelOfConversation(conversation) : { there: 'erased', expires: Number(item.expires) };
}

/** The same of a conversation that an operation answers. */
export function modelOfConversation(conversation: Conversation): ModelConversation {
  const { type, state, version, queueId, wrapup, startTime, endTime, expires, saved, savedNames } = conversation;
  const executions = [...conversation.executions];
  return {
    there: 'conversation',
    type,
    state,
    version,
    queueId: queueId ?? null,
    wrapup: wrapup ?? null,
    startTime,
    endTime: endTime ?? null,
    expires: expires ?? null,
    data: bag(conversation.data),
    secured: Object.fromEntries([...conversation.secured].map(([name, envelope]) => [name, unsealed(envelope)])),
    securedVersion: conversation.securedVersion,
    bots: [...conversation.bots].sort(),
    owners: Object.fromEntries(conversation.owners),
    participants: conversation.participants.map(({ attributes, endTime: left = null, ...one }) => {
      return { id: one.id, purpose: one.purpose, version: one.version, attributes: bag(attributes), endTime: left };
    }),
    pending: executions.flatMap(([execution, { writes, securedWrites }]) => [
      ...writes.map(({ owner, name, value, revision: turn }) => ({
        execution,
        owner: owner ?? null,
        name,
        value,
        turn,
      })),
      ...securedWrites.map(({ name, value, revision: turn }) => {
        return { execution, owner: securedOwner, name, value: value && unsealed(value), turn };
      }),
    ]),
    since: Object.fromEntries(executions.map(([execution, { since }]) => [execution, since])),
    saved: saved ? bag(saved) : null,
    savedNames: savedNames ?? null,
  };
}

function bag(attributes: Attributes): Bag {
  return Object.fromEntries(attributes);
}

const texts = new WeakMap<Model, string>();

/** A text that two models share exactly when no rule tells them apart: of turns, only the order counts. */
export function modelText(model: Model): string {
  const known = texts.get(model);
  if (known !== undefined) return known;
  const text = canonical(model.there === 'conversation' ? { ...model, pending: ranked(model.pending) } : model);
  texts.set(model, text);
  return text;
}

function ranked(pending: readonly ModelWrite[]): readonly ModelWrite[] {
  const turns = [...new Set(pending.map(({ turn }) => turn))].sort((a, b) => a - b);
  const place = ({ turn, execution, owner, name }: ModelWrite) => `${turn}/${execution}/${owner}/${name}`;
  return pending
    .map((write) => ({ ...write, turn: turns.indexOf(write.turn) }))
    .sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
