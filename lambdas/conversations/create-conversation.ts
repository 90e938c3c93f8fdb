import { randomBytes } from 'node:crypto';
import { contract } from '#contract/conversations/create-conversation.ts';
import type { TypeOf } from '#contract/schema.ts';
import type { Written } from '#contract/schemas/conversations.ts';
import { type Attributes, checkNameCount, readAttributes } from '#domain/attributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import { makeUuidV7, makeUuidV8 } from '#domain/ids.ts';
import type { Json } from '#domain/json.ts';
import { type CreateConversation, createConversation } from '#domain/operations/create-conversation.ts';
import { type CreateOnChannel, createOnChannel } from '#domain/operations/create-on-channel.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import type { Input } from '#http/request/input.ts';
import { newParticipantOf } from '#http/request/new-participant.ts';
import { deriveId, readOperationId } from '#http/request/operation-id.ts';
import { representConversation, representWritten } from '#http/response/representations.ts';
import { environment } from '#http/wiring/environment.ts';
import { store } from '#http/wiring/indexing-store.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** POST /api/v2/conversations */
export const handler = attributeOperation(
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
      data: isSorted ? data : new Map([...readMetadata(metadata, input), ...data]),
      metadata: new Map(
        isSorted ? Object.entries(metadata).map(([name, value]) => [input.rules.nameOf(name), value]) : [],
      ),
      participants: participants.map(newParticipantOf),
      idDerived: given === undefined && derived !== undefined,
      rules: input.rules,
    };
  },
  async (command, input) => {
    input.event.conversationId = command.id;
    const { conversation, names, dropped } = await create(command);
    const { id, version } = conversation;
    const body = input.mayShow(conversation)
      ? representConversation(conversation, await input.view)
      : representWrittenConversation(conversation, names, command);
    return { status: 201, body: { ...body, dropped }, version, location: `/api/v2/conversations/${id}` };
  },
);

/** A channel is asked only for what it decides. */
async function create({ metadata, rules, ...command }: Omit<CreateOnChannel, 'channel'>) {
  const { channelId, data } = command;
  if (channelId === undefined || metadata.size === 0) {
    const conversation = await createConversation(store, command, environment.leases);
    return { conversation, names: [...data.keys()], dropped: undefined };
  }
  const channel = await settings.readWebChannel(channelId);
  return createOnChannel(store, { ...command, channel, metadata, rules }, environment.leases);
}

function readMetadata(
  metadata: { readonly [name: string]: Json },
  input: Pick<Input, 'violations' | 'fitAttributes'>,
): Attributes {
  const { violations } = input;
  checkNameCount(Object.keys(metadata).length, violations);
  const note = (kind: 'malformed' | 'unprocessable') => (name: string, reason: string) =>
    violations[kind](`metadata.${name}`, reason);
  const notes = { malformed: note('malformed'), unprocessable: note('unprocessable') };
  const read = readAttributes(metadata, { values: 'json', removals: false }, notes);
  return input.fitAttributes(read, 'metadata') as Attributes;
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
