import { DynamoDbErasureJournal } from '#dynamodb/erasure-journal.ts';
import { documentClient } from '#http/wiring/document-client.ts';
import { readRequiredVariable } from '#http/wiring/read-environment.ts';

/** Where erasures are entered before they are done. */
export const journal = new DynamoDbErasureJournal(
  documentClient,
  readRequiredVariable(process.env, 'ERASURES_TABLE', 3),
);
