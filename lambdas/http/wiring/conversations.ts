import { DynamoDbStore, type StoreOptions } from '#dynamodb/store.ts';
import { requiredVariable } from '#http/wiring/env.ts';
import { idKey } from '#http/wiring/id-key.ts';
import { documentClient } from '#http/wiring/runtime.ts';

/** How every adapter reaches the conversations. */
export const storeOptions: StoreOptions = {
  client: documentClient,
  table: requiredVariable(process.env, 'CONVERSATIONS_TABLE', 3),
  idKey,
  now: Date.now,
};

/** Where conversations are kept; for the functions that read or write them. */
export const store = new DynamoDbStore(storeOptions);
