import { randomBytes } from 'node:crypto';
import type { Attributes } from '#domain/attributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import { uuidV7, uuidV8 } from '#domain/ids.ts';
import { type CreateConversation, createConversation } from '#domain/operations/create-conversation.ts';
import { etag, json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { environment } from '#http/environment.ts';
import { newParticipantsIn } from '#http/new-participant.ts';
import { operation } from '#http/operation.ts';
import { derivedId, operationId } from '#http/operation-id.ts';
import { conversationObject, writtenObject } from '#http/representations.ts';
import { newConversation } from '#http/schemas.ts';

/** POST /api/v2/conversations */
export const handler = operation('create-conversation', async (input) => {
  const { id: given, data, participants, ...body } = input.body(newConversation);
  if (given !== undefined) input.checkedId('id', given);
  const derived = derivedId(input);
  const command = {
    ...body,
    operation: operationId(input),
    data: input.attributes(data, { values: 'json', removals: false }, 'data') as Attributes,
    participants: newParticipantsIn(input, participants),
    idDerived: given === undefined && derived !== undefined,
  };
  input.refuse();
  const { at } = command.operation;
  const id = given ?? (derived ? uuidV8(derived) : uuidV7(at, randomBytes(16)));
  input.event.conversationId = id;
  const conversation = await createConversation(store, { ...command, id }, environment.leases);
  const location = `/api/v2/conversations/${conversation.id}`;
  const answer = input.mayRead ? conversationObject(conversation) : writtenConversation(conversation, command);
  return json(201, answer, { location, ...etag(conversation.version) });
});

/** The participants of the request are the first ones, until nothing is left of them. */
function writtenConversation(conversation: Conversation, { data, participants }: Written): object {
  const made = conversation.participants.slice(0, participants.length);
  return {
    ...writtenObject(conversation, data.keys()),
    participants: made.map((one, position) => writtenObject(one, participants[position]?.attributes.keys() ?? [])),
  };
}

type Written = Pick<CreateConversation, 'data' | 'participants'>;
