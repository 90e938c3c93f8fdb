import { type Attributes, countBytes } from '#domain/attributes.ts';
import type { Conversation, Envelope, Owner, Participant, Secured, SecuredChanges } from '#domain/conversation.ts';
import { countUtf8Bytes, type JsonText } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { Refusal } from '#domain/refusal.ts';

/**
 * The most bytes that the store takes in addition to a name and its value: for the rest of the key, and the revision
 * of a pending write.
 */
const OVERHEAD_BYTES = { attribute: 16, pending: 48, execution: 96, participant: 108, address: 32, bot: 16, owner: 32 };

/**
 * The bytes that count against the limit of a conversation: names and values, pending ones and envelopes too. A pending
 * value takes the place of another at the flush, so each name counts once, with the largest of its values. Once a
 * conversation has ended only the saved map can be written, and only that counts.
 */
export function countContentBytes(conversation: Conversation): number {
  if (conversation.state !== 'active') return countBytes(conversation.saved ?? new Map());
  const { data, secured, participants } = conversation;
  const executions = [...conversation.executions.values()];
  const sizesByOwner = new Map<Owner, Sizes>([[undefined, sizesOf(data)]]);
  for (const { id, attributes } of participants) sizesByOwner.set(id, sizesOf(attributes));
  for (const { owner, name, value } of executions.flatMap(({ writes }) => writes)) {
    const sizes = sizesByOwner.get(owner) ?? new Map();
    sizesByOwner.set(owner, enlarge(sizes, name, countEntryBytes(name, value)));
  }
  const sealed = sizesOf(secured);
  for (const { name, value } of executions.flatMap(({ securedWrites }) => securedWrites)) {
    enlarge(sealed, name, countEntryBytes(name, value));
  }
  return [...sizesByOwner.values(), sealed]
    .flatMap((sizes) => [...sizes.values()])
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes by name. */
type Sizes = Map<string, number>;

function sizesOf(attributes: Attributes | Secured): Sizes {
  return new Map([...attributes].map(([name, value]) => [name, countEntryBytes(name, value)]));
}

function enlarge(sizes: Sizes, name: string, bytes: number): Sizes {
  return sizes.set(name, Math.max(bytes, sizes.get(name) ?? 0));
}

/** What a name takes with its value or envelope. A pending removal takes its name. */
export function countEntryBytes(name: string, value: JsonText | Envelope | null): number {
  return countUtf8Bytes(name) + (typeof value === 'string' ? countUtf8Bytes(value) : (value?.length ?? 0));
}

/** What secured attributes count against the limit: their names and envelopes. */
export function countSecuredBytes(secured: SecuredChanges): number {
  let bytes = 0;
  for (const [name, value] of secured) bytes += countUtf8Bytes(name) + (value?.length ?? 0);
  return bytes;
}

/**
 * What takes bytes in the store besides names and values: how many there are of each, or the participants themselves.
 */
export interface Extras {
  readonly attributes?: number;
  readonly pending?: number;
  readonly executions?: number;
  readonly participants?: readonly Participant[];
  readonly bots?: number;
  readonly owners?: number;
}

/** The most bytes that the store takes in addition to names and values. */
export function countExtraBytes({
  attributes = 0,
  pending = 0,
  executions = 0,
  participants = [],
  bots = 0,
  owners = 0,
}: Extras): number {
  const marks = executions * OVERHEAD_BYTES.execution + bots * OVERHEAD_BYTES.bot + owners * OVERHEAD_BYTES.owner;
  const who = participants.reduce((sum, one) => sum + countParticipantBytes(one), 0);
  return attributes * OVERHEAD_BYTES.attribute + pending * OVERHEAD_BYTES.pending + marks + who;
}

/** An item has external ids and addresses twice: once to find the conversation by. */
function countParticipantBytes({ id, purpose, externalId = '', addresses }: Participant): number {
  const reached = addresses.map(
    ({ type, uri }) => countUtf8Bytes(type) + 2 * countUtf8Bytes(uri) + OVERHEAD_BYTES.address,
  );
  const fixed = id.length + purpose.length + 2 * countUtf8Bytes(externalId) + OVERHEAD_BYTES.participant;
  return reached.reduce((sum, bytes) => sum + bytes, fixed);
}

/**
 * The most bytes that the store takes for the content. A pending value counts in addition to the one that it will
 * replace. An ended conversation has no such limit: only saved data is added to it.
 */
function countStoredBytes(conversation: Conversation): number {
  const { state, data, secured, participants, executions, bots, owners } = conversation;
  if (state !== 'active') return countContentBytes(conversation);
  const attributes = [data, secured, ...participants.map((one) => one.attributes)].reduce(
    (sum, { size }) => sum + size,
    0,
  );
  const pending = [...executions.values()].reduce((sum, one) => sum + one.writes.length + one.securedWrites.length, 0);
  const marks = { bots: bots.size, owners: owners.size };
  const extras = { attributes, pending, executions: executions.size, participants, ...marks };
  return countAllValueBytes(conversation) + countExtraBytes(extras);
}

/** All names and values, however often a name is pending. */
function countAllValueBytes({ data, secured, participants, executions }: Conversation): number {
  let bytes = countBytes(data) + countSecuredBytes(secured);
  for (const { attributes } of participants) bytes += countBytes(attributes);
  for (const { writes, securedWrites } of executions.values()) {
    for (const { name, value } of [...writes, ...securedWrites]) bytes += countEntryBytes(name, value);
  }
  return bytes;
}

/**
 * The byte counter of a conversation, recounted. One number serves two limits: it reaches the limit of the content
 * when the content does, or when the stored bytes reach their own limit.
 */
export function recountBytes(conversation: Conversation): number {
  const apart = limits.storedBytes - limits.conversationBytes;
  return Math.max(countContentBytes(conversation), countStoredBytes(conversation) - apart);
}

/** @throws Refusal `conversation-too-large` where a conversation is over one of its limits. */
export function assertSize(conversation: Conversation): void {
  const refusal = checkSize(conversation);
  if (refusal) throw refusal;
}

/** Why a conversation is over one of its limits (`conversation-too-large`), or undefined where it is not. */
export function checkSize(conversation: Conversation): Refusal | undefined {
  const content = countContentBytes(conversation);
  if (content > limits.conversationBytes) {
    const message = `The conversation would have ${content} bytes of names and values; it may have ${limits.conversationBytes} (limit: conversation)`;
    return new Refusal('conversation-too-large', message);
  }
  const stored = countStoredBytes(conversation);
  if (stored > limits.storedBytes) {
    const message = `The conversation would take ${stored} bytes in the store, with the keys of its names, and pending values in addition to those that they replace; it may take ${limits.storedBytes} (limit: stored)`;
    return new Refusal('conversation-too-large', message);
  }
  return undefined;
}
