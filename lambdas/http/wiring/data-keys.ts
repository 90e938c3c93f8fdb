import { DynamoDbDataKeys } from '#dynamodb/data-keys.ts';
import { documentClient } from '#http/wiring/document-client.ts';
import { requiredVariable } from '#http/wiring/read-environment.ts';

/** Where wrapped data keys are kept; for the functions that make, use or remove them. */
export const dataKeys = new DynamoDbDataKeys(documentClient, requiredVariable(process.env, 'DATA_KEYS_TABLE', 3));
