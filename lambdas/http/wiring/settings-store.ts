import { DynamoDbSettingsStore } from '#dynamodb/settings-store.ts';
import { documentClient } from '#http/wiring/document-client.ts';
import { readRequiredVariable } from '#http/wiring/read-environment.ts';

/** Where settings are kept; for the functions that read or write them. */
export const settings = new DynamoDbSettingsStore(
  documentClient,
  readRequiredVariable(process.env, 'SETTINGS_TABLE', 3),
);
