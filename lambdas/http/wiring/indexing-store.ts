import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';
import { rules } from '#http/wiring/rules.ts';

/** Where conversations are kept, for the functions that write attributes: with the values of searchable ones in their indexes. */
export const store = new DynamoDbConversationStore({
  ...storeOptions,
  listSearchable: async () => (await rules.get()).searchable,
});
