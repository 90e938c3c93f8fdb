import { DynamoDbSettingsStore } from '#dynamodb/settings-store.ts';
import { requiredVariable } from '#http/env.ts';
import { documentClient } from '#http/runtime.ts';

/** Where settings are kept; for the functions that read or write them. */
export const settings = new DynamoDbSettingsStore(documentClient, requiredVariable(process.env, 'SETTINGS_TABLE', 3));
