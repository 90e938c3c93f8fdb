import { contract } from '#contract/media/get-media-conversation.ts';
import { getConversationOfType } from '#domain/operations/read-conversation.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readMedia } from '#http/request/media.ts';
import { representMediaConversation } from '#http/response/media.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/calls/{conversationId}, and so for every kind of media */
export const handler = attributeOperation(
  contract,
  (input) => ({ id: input.id('conversationId'), ...readMedia(input.event) }),
  async ({ id, types, uri }, { event, view }) => {
    const conversation = await getConversationOfType(openStore(event), id, types);
    const body = representMediaConversation(conversation, uri, await view);
    return { status: 200, body, version: conversation.version };
  },
);
