import type { Conversation as Stored } from '#domain/conversation.ts';
import { decodeConversation } from '#dynamodb/decode-item.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { type Conversation, type PendingWrite, SECURED } from '../reference/conversation.ts';
import { canonical } from './canonical.ts';
import { unsealed } from './open-vault.ts';

/** Settings that somebody has written: what they are, by name. */
export interface ModelSettings {
  readonly there: 'settings';
  readonly version: number;
  readonly set: object;
}

/** A conversation, an id that is free, or one that is taken by what was erased; or settings. */
export type Model =
  | { readonly there: 'conversation'; readonly conversation: Conversation }
  | ModelSettings
  | { readonly there: 'nothing' }
  | { readonly there: 'erased'; readonly expires: number };

const nothing: Model = { there: 'nothing' };
const models = new WeakMap<Item, Model>();

/** What the readers of this code see in an item, in the words of the reference. */
export function modelOf(item: Item | undefined): Model {
  if (!item) return nothing;
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

const decoded = new WeakMap<Item, Stored | undefined>();

/** The conversation in an item, decoded once. */
export function storedIn(item: Item): Stored | undefined {
  if (!decoded.has(item)) decoded.set(item, decodeConversation(item));
  return decoded.get(item);
}

function modelOfId(item: Item): Model {
  const conversation = storedIn(item);
  return conversation ? modelOfConversation(conversation) : { there: 'erased', expires: Number(item.expires) * 1000 };
}

/** The same of a conversation that an operation answers: without counters, operation ids and due times. */
export function modelOfConversation(stored: Stored): Model {
  const { id, type, state, version, queueId, externalId, channelId, startTime, endTime, expires } = stored;
  const { data, securedVersion, participants, bots, owners, wrapup = {}, saved = new Map(), savedNames = [] } = stored;
  const pending = [...stored.executions].map(([execution, { since, writes, securedWrites }]) => {
    const plain = writes.map(({ revision: turn, ...write }) => ({ ...write, turn }));
    const secured = securedWrites.map(({ name, value, revision: turn }) => {
      return { owner: SECURED, name, value: value && unsealed(value), turn };
    });
    return [execution, { since, writes: [...plain, ...secured] }] as const;
  });
  const savedUntil = stored.savedUntil?.map(([name, until]) => [name, until * 1000] as const);
  const conversation = {
    ...{ id, type, state, version, queueId, externalId, channelId, startTime, endTime, wrapup, data, participants },
    expires: expires === undefined ? undefined : expires * 1000,
    secured: new Map([...stored.secured].map(([name, envelope]) => [name, unsealed(envelope)])),
    ...{ securedVersion, pending: new Map(pending), bots, owners, saved, savedNames },
    savedUntil: savedUntil && new Map(savedUntil),
  };
  return { there: 'conversation', conversation };
}

const texts = new WeakMap<Model, string>();

/** A text that two models share exactly when no rule tells them apart: of turns, only the order counts. */
export function modelText(model: Model): string {
  const known = texts.get(model);
  if (known !== undefined) return known;
  const text = canonical(model.there === 'conversation' ? ranked(model.conversation) : model);
  texts.set(model, text);
  return text;
}

function ranked({ pending, ...conversation }: Conversation): object {
  const all = [...pending.values()].flatMap(({ writes }) => writes.map(({ turn }) => turn));
  const turns = [...new Set(all)].sort((a, b) => a - b);
  const place = ({ turn, owner, name }: PendingWrite) => `${turn}/${owner}/${name}`;
  const inOrder = [...pending].map(([execution, { since, writes }]) => {
    const some = writes.map((write) => ({ ...write, turn: turns.indexOf(write.turn) }));
    return [execution, { since, writes: some.sort((a, b) => (place(a) < place(b) ? -1 : 1)) }] as const;
  });
  return { ...conversation, pending: new Map(inOrder) };
}
