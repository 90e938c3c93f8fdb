import { DynamoDbDataKeys } from '#dynamodb/data-keys.ts';
import { documentClient } from '#http/wiring/document-client.ts';
import { readRequiredVariable } from '#http/wiring/read-environment.ts';

/** Where wrapped data keys are kept; for the functions that make, use or remove them. */
export const dataKeys = new DynamoDbDataKeys(documentClient, readRequiredVariable(process.env, 'DATA_KEYS_TABLE', 3));
