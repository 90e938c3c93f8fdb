import type { Conversation } from '#domain/conversation.ts';
import type { ConversationStore } from '#domain/store.ts';
import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import type { ApiEvent } from '#http/api.ts';
import { requireReadable } from '#http/chain/authorize.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';

/** Where a caller reads conversations: one in a call queue that it may not read is refused, whatever is asked of it. */
export function openStore(event: ApiEvent): ConversationStore {
  return new ReadableStore(event);
}

class ReadableStore extends DynamoDbConversationStore {
  readonly #event: ApiEvent;

  constructor(event: ApiEvent) {
    super(storeOptions);
    this.#event = event;
  }

  override async read(id: string): Promise<Conversation | undefined> {
    const conversation = await super.read(id);
    if (conversation) requireReadable(this.#event, conversation.queueId);
    return conversation;
  }
}
