import { contract } from '#contract/media/get-media-conversation.ts';
import { getConversationOfType } from '#domain/operations/read-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { readMedia } from '#http/request/media.ts';
import { representMediaConversation } from '#http/response/media.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/calls/{conversationId}, and so for every kind of media */
export const handler = operation(
  contract,
  (input) => ({ id: input.id('conversationId'), ...readMedia(input.event) }),
  async ({ id, types, uri }, { event }) => {
    const conversation = await getConversationOfType(openStore(event), id, types);
    return { status: 200, body: representMediaConversation(conversation, uri), version: conversation.version };
  },
);
