import { randomBytes } from 'node:crypto';
import { contract } from '#contract/conversations/create-conversation.ts';
import type { TypeOf } from '#contract/schema.ts';
import type { Written } from '#contract/schemas/conversations.ts';
import { type Attributes, checkNameCount, readAttributes } from '#domain/attributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import { makeUuidV7, makeUuidV8 } from '#domain/ids.ts';
import type { Json } from '#domain/json.ts';
import { type CreateConversation, createConversation } from '#domain/operations/create-conversation.ts';
import { createOnChannel } from '#domain/operations/create-on-channel.ts';
import type { Violations } from '#domain/refusal.ts';
import { operation } from '#http/chain/operation.ts';
import { newParticipantOf } from '#http/request/new-participant.ts';
import { deriveId, readOperationId } from '#http/request/operation-id.ts';
import { representConversation, representWritten } from '#http/response/representations.ts';
import { store } from '#http/wiring/conversation-store.ts';
import { environment } from '#http/wiring/environment.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** POST /api/v2/conversations */
export const handler = operation(
  contract,
  (input) => {
    const { id: given, data = new Map(), metadata = {}, participants, ...body } = input.body;
    const derived = deriveId(input);
    const own = readOperationId(input);
    const made = () => (derived ? makeUuidV8(derived) : makeUuidV7(own.at, randomBytes(16)));
    // By the allowed list of the channel, else by what the caller itself may set.
    const isSorted = body.channelId !== undefined;
    return {
      ...body,
      id: given ?? made(),
      operation: own,
      data: isSorted ? data : new Map([...readMetadata(metadata, input.violations), ...data]),
      metadata: new Map(isSorted ? Object.entries(metadata) : []),
      participants: participants.map(newParticipantOf),
      idDerived: given === undefined && derived !== undefined,
    };
  },
  async (command, input) => {
    input.event.conversationId = command.id;
    const { conversation, names, dropped } = await create(command);
    const { id, version } = conversation;
    const body = input.mayShow(conversation)
      ? representConversation(conversation)
      : representWrittenConversation(conversation, names, command);
    return { status: 201, body: { ...body, dropped }, version, location: `/api/v2/conversations/${id}` };
  },
);

/** A channel is asked only for what it decides. */
async function create({ metadata, ...command }: CreateConversation & { readonly metadata: ReadonlyMap<string, Json> }) {
  const { channelId, data } = command;
  if (channelId === undefined || metadata.size === 0) {
    const conversation = await createConversation(store, command, environment.leases);
    return { conversation, names: [...data.keys()], dropped: undefined };
  }
  const channel = await settings.readWebChannel(channelId);
  return createOnChannel(store, { ...command, channel, metadata }, environment.leases);
}

function readMetadata(metadata: { readonly [name: string]: Json }, violations: Violations): Attributes {
  checkNameCount(Object.keys(metadata).length, violations);
  const note = (kind: 'malformed' | 'unprocessable') => (name: string, reason: string) =>
    violations[kind](`metadata.${name}`, reason);
  const notes = { malformed: note('malformed'), unprocessable: note('unprocessable') };
  return readAttributes(metadata, { values: 'json', removals: false }, notes) as Attributes;
}

/** The participants of the request are the first ones, until nothing is left of them. */
function representWrittenConversation(
  conversation: Conversation,
  names: readonly string[],
  { participants }: Pick<CreateConversation, 'participants'>,
): TypeOf<typeof Written> {
  const made = conversation.participants.slice(0, participants.length);
  return {
    ...representWritten(conversation, names),
    participants: made.map((one, position) => representWritten(one, participants[position]?.attributes.keys() ?? [])),
  };
}
