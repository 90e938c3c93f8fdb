import { randomBytes } from 'node:crypto';
import { contract } from '#contract/conversations/create-conversation.ts';
import type { TypeOf } from '#contract/schema.ts';
import type { Written } from '#contract/schemas/conversations.ts';
import type { Conversation } from '#domain/conversation.ts';
import { makeUuidV7, makeUuidV8 } from '#domain/ids.ts';
import { type CreateConversation, createConversation } from '#domain/operations/create-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { newParticipantOf } from '#http/request/new-participant.ts';
import { deriveId, readOperationId } from '#http/request/operation-id.ts';
import { representConversation, representWritten } from '#http/response/representations.ts';
import { store } from '#http/wiring/conversation-store.ts';
import { environment } from '#http/wiring/environment.ts';

/** POST /api/v2/conversations */
export const handler = operation(
  contract,
  (input) => {
    const { id: given, data = new Map(), participants, ...body } = input.body;
    const derived = deriveId(input);
    const own = readOperationId(input);
    const made = () => (derived ? makeUuidV8(derived) : makeUuidV7(own.at, randomBytes(16)));
    return {
      ...body,
      id: given ?? made(),
      operation: own,
      data,
      participants: participants.map(newParticipantOf),
      idDerived: given === undefined && derived !== undefined,
    };
  },
  async (command, { event, mayRead }) => {
    event.conversationId = command.id;
    const conversation = await createConversation(store, command, environment.leases);
    const { id, version } = conversation;
    const body = mayRead ? representConversation(conversation) : representWrittenConversation(conversation, command);
    return { status: 201, body, version, location: `/api/v2/conversations/${id}` };
  },
);

/** The participants of the request are the first ones, until nothing is left of them. */
function representWrittenConversation(
  conversation: Conversation,
  { data, participants }: Pick<CreateConversation, 'data' | 'participants'>,
): TypeOf<typeof Written> {
  const made = conversation.participants.slice(0, participants.length);
  return {
    ...representWritten(conversation, data.keys()),
    participants: made.map((one, position) => representWritten(one, participants[position]?.attributes.keys() ?? [])),
  };
}
