import { DynamoDbErasures } from '#dynamodb/erasures.ts';
import { requiredVariable } from '#http/wiring/env.ts';
import { documentClient } from '#http/wiring/runtime.ts';

/** Where erasures are entered before they are done. */
export const journal = new DynamoDbErasures(documentClient, requiredVariable(process.env, 'ERASURES_TABLE', 3));
