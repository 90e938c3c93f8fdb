import { type Attributes, bytesOf } from '#domain/attributes.ts';
import type { Conversation, Envelope, Owner, Participant, Secured, SecuredChanges } from '#domain/conversation.ts';
import { type JsonText, utf8Bytes } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { Refusal } from '#domain/refusal.ts';

/** What the store takes beside a name and its value, at most: the rest of the key, and the revision of a pending write. */
const overhead = { attribute: 16, pending: 48, execution: 96, participant: 108, address: 32, bot: 16, owner: 32 };

/**
 * The bytes that count against the limit of a conversation: names and values, pending ones and envelopes too. A pending
 * value takes the place of another at the flush, so each name counts once, with the largest of its values. Once a
 * conversation has ended only the saved map can be written, and only that counts.
 */
export function contentBytes(conversation: Conversation): number {
  if (conversation.state !== 'active') return bytesOf(conversation.saved ?? new Map());
  const { data, secured, participants } = conversation;
  const executions = [...conversation.executions.values()];
  const bags = new Map<Owner, Sizes>([[undefined, sizesOf(data)]]);
  for (const { id, attributes } of participants) bags.set(id, sizesOf(attributes));
  for (const { owner, name, value } of executions.flatMap(({ writes }) => writes)) {
    const sizes = bags.get(owner) ?? new Map();
    bags.set(owner, enlarge(sizes, name, entryBytes(name, value)));
  }
  const sealed = sizesOf(secured);
  for (const { name, value } of executions.flatMap(({ securedWrites }) => securedWrites)) {
    enlarge(sealed, name, entryBytes(name, value));
  }
  return [...bags.values(), sealed].flatMap((sizes) => [...sizes.values()]).reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes by name. */
type Sizes = Map<string, number>;

function sizesOf(attributes: Attributes | Secured): Sizes {
  return new Map([...attributes].map(([name, value]) => [name, entryBytes(name, value)]));
}

function enlarge(sizes: Sizes, name: string, bytes: number): Sizes {
  return sizes.set(name, Math.max(bytes, sizes.get(name) ?? 0));
}

/** What a name takes with its value or envelope. A pending removal takes its name. */
export function entryBytes(name: string, value: JsonText | Envelope | null): number {
  return utf8Bytes(name) + (typeof value === 'string' ? utf8Bytes(value) : (value?.length ?? 0));
}

/** What secured attributes count against the limit: their names and envelopes. */
export function securedBytes(secured: SecuredChanges): number {
  let bytes = 0;
  for (const [name, value] of secured) bytes += utf8Bytes(name) + (value?.length ?? 0);
  return bytes;
}

/** What the store takes for what counts against no limit of its own: at most so much for each of these. */
export interface Extras {
  readonly attributes?: number;
  readonly pending?: number;
  readonly executions?: number;
  readonly participants?: readonly Participant[];
  readonly bots?: number;
  readonly owners?: number;
}

/** The bytes of what the store takes beside names and values. */
export function extraBytes({
  attributes = 0,
  pending = 0,
  executions = 0,
  participants = [],
  bots = 0,
  owners = 0,
}: Extras): number {
  const marks = executions * overhead.execution + bots * overhead.bot + owners * overhead.owner;
  const who = participants.reduce((sum, one) => sum + participantBytes(one), 0);
  return attributes * overhead.attribute + pending * overhead.pending + marks + who;
}

/** External ids and addresses stand in an item twice: conversations are found by them. */
function participantBytes({ id, purpose, externalId = '', addresses }: Participant): number {
  const reached = addresses.map(({ type, uri }) => utf8Bytes(type) + 2 * utf8Bytes(uri) + overhead.address);
  const fixed = id.length + purpose.length + 2 * utf8Bytes(externalId) + overhead.participant;
  return reached.reduce((sum, bytes) => sum + bytes, fixed);
}

/** What the store takes for the content, at most: a pending value beside the one that it will replace. Once a conversation has ended, that is no limit: nothing but saved data is added. */
function storedBytes(conversation: Conversation): number {
  const { state, data, secured, participants, executions, bots, owners } = conversation;
  if (state !== 'active') return contentBytes(conversation);
  const attributes = [data, secured, ...participants.map((one) => one.attributes)].reduce(
    (sum, { size }) => sum + size,
    0,
  );
  const pending = [...executions.values()].reduce((sum, one) => sum + one.writes.length + one.securedWrites.length, 0);
  const marks = { bots: bots.size, owners: owners.size };
  const extras = { attributes, pending, executions: executions.size, participants, ...marks };
  return heldBytes(conversation) + extraBytes(extras);
}

/** All names and values, however often a name is pending. */
function heldBytes({ data, secured, participants, executions }: Conversation): number {
  let bytes = bytesOf(data) + securedBytes(secured);
  for (const { attributes } of participants) bytes += bytesOf(attributes);
  for (const { writes, securedWrites } of executions.values()) {
    for (const { name, value } of [...writes, ...securedWrites]) bytes += entryBytes(name, value);
  }
  return bytes;
}

/**
 * The byte counter of a conversation, recounted: one number for both limits. It is at the limit of the content where
 * the content is, or where what the store takes is at its own.
 */
export function recount(conversation: Conversation): number {
  const apart = limits.storedBytes - limits.conversationBytes;
  return Math.max(contentBytes(conversation), storedBytes(conversation) - apart);
}

/** @throws Refusal `conversation-too-large` where a conversation is over one of its limits. */
export function checkSize(conversation: Conversation): void {
  const refusal = whyTooLarge(conversation);
  if (refusal) throw refusal;
}

/** Why a conversation is over one of its limits (`conversation-too-large`), or undefined where it is not. */
export function whyTooLarge(conversation: Conversation): Refusal | undefined {
  const content = contentBytes(conversation);
  if (content > limits.conversationBytes) {
    const message = `The conversation would have ${content} bytes of names and values; it may have ${limits.conversationBytes} (limit: conversation)`;
    return new Refusal('conversation-too-large', message);
  }
  const stored = storedBytes(conversation);
  if (stored > limits.storedBytes) {
    const message = `The conversation would take ${stored} bytes in the store, with the keys of its names, and pending values beside those that they replace; it may take ${limits.storedBytes} (limit: stored)`;
    return new Refusal('conversation-too-large', message);
  }
  return undefined;
}
