import { DynamoDbConversationStore, type StoreOptions } from '#dynamodb/conversation-store.ts';
import { documentClient } from '#http/wiring/document-client.ts';
import { environment } from '#http/wiring/environment.ts';
import { idKey } from '#http/wiring/id-key.ts';
import { readRequiredVariable } from '#http/wiring/read-environment.ts';

/** How every adapter reaches the conversations. */
export const storeOptions: StoreOptions = {
  client: documentClient,
  table: readRequiredVariable(process.env, 'CONVERSATIONS_TABLE', 3),
  idKey,
  now: Date.now,
  dayShards: environment.listShards,
  compactIds: environment.compactIds,
};

/** Where conversations are kept; for the functions that read or write them. */
export const store = new DynamoDbConversationStore(storeOptions);
