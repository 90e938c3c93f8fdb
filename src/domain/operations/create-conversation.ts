import type { Attributes } from '#domain/attributes.ts';
import type { ChannelType } from '#domain/channel-types.ts';
import type { Address, Conversation, Participant } from '#domain/conversation.ts';
import { computeNextDue } from '#domain/due.ts';
import { findDuplicate } from '#domain/execute.ts';
import { shortenId } from '#domain/hashes.ts';
import { numberId } from '#domain/ids.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { Refusal } from '#domain/refusal.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { Leases } from '#domain/settings.ts';
import { assertSize, countContentBytes, recountBytes } from '#domain/size.ts';
import type { ConversationStore } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';

/** A participant as a request describes it. */
export interface NewParticipant {
  /** @default its purpose and a number */
  readonly id?: string;
  readonly purpose: string;
  readonly externalId?: string;
  readonly addresses: readonly Address[];
  readonly attributes: Attributes;
}

/** A conversation to make. */
export interface CreateConversation {
  readonly operation: OperationId;
  readonly id: string;
  /** The id comes from the Idempotency-Key, so a conversation that has it was made by the same request. */
  readonly idDerived: boolean;
  readonly type: ChannelType;
  readonly queueId?: string | undefined;
  readonly externalId?: string | undefined;
  readonly channelId?: string | undefined;
  /** What a repeated answer needs besides the conversation. */
  readonly result?: string;
  readonly data: Attributes;
  readonly participants: readonly NewParticipant[];
}

/**
 * Makes a conversation, once however often the request comes in.
 *
 * @throws Refusal `conversation-exists` for an id that is not free (see `Store.create`), `channel-takes-no-attributes`,
 * `conversation-too-large`.
 */
export async function createConversation(
  store: ConversationStore,
  command: CreateConversation,
  leases: Leases,
): Promise<Conversation> {
  const conversation = planConversation(command, leases);
  if (await store.create(conversation)) return conversation;
  const there = await store.read(command.id);
  const { madeBy = command.operation.fingerprint } = there ?? {};
  const isSame = command.idDerived && madeBy === command.operation.fingerprint;
  if (there && (isSame || findDuplicate(there, command.operation))) return there;
  const message = `The id "${command.id}" is in use, or was not long ago: take another one, or none`;
  throw new Refusal('conversation-exists', message);
}

function planConversation(command: CreateConversation, leases: Leases): Conversation {
  const { operation, id, type, queueId, externalId, channelId, data, result } = command;
  const participants: Participant[] = [];
  for (const one of command.participants)
    participants.push(describeParticipant(one, [...participants, ...command.participants]));
  const conversation: Conversation = {
    id,
    type,
    state: 'active',
    ...(queueId !== undefined && { queueId }),
    ...(externalId !== undefined && { externalId }),
    ...(channelId !== undefined && { channelId }),
    ...(command.idDerived && { madeBy: operation.fingerprint }),
    startTime: operation.at,
    lastWrite: operation.at,
    version: 1,
    revision: 1,
    bytes: 0,
    due: computeNextDue(
      { type, state: 'active', lastWrite: operation.at, executions: new Map() },
      leases,
      operation.at,
    ),
    data,
    secured: new Map(),
    securedVersion: 0,
    bots: new Set(),
    owners: new Map(),
    participants,
    executions: new Map(),
    ...(operation.by && { writer: operation.by }),
    operations: new Map([
      [
        operation.key,
        {
          fingerprint: operation.fingerprint,
          at: toSeconds(operation.at),
          revision: 0,
          ...(result !== undefined && { result }),
        },
      ],
    ]),
  };
  const refusal = countContentBytes(conversation) > 0 && checkRequirements(conversation, { takesAttributes: true });
  if (refusal) throw refusal;
  assertSize(conversation);
  return { ...conversation, bytes: recountBytes(conversation) };
}

/** The participant that a request describes, with an id that no other participant has. */
export function describeParticipant(one: NewParticipant, there: readonly { readonly id?: string }[]): Participant {
  const taken = new Set(there.flatMap(({ id }) => (id === undefined ? [] : [shortenId(id)])));
  const { purpose, externalId, addresses, attributes } = one;
  const id = one.id ?? findFreeId(purpose, taken);
  return { id, purpose, ...(externalId !== undefined && { externalId }), addresses, attributes, version: 1 };
}

function findFreeId(purpose: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const id = numberId(purpose, number);
    if (!taken.has(shortenId(id))) return id;
  }
}
