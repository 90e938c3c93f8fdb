import { afterAll, beforeAll, describe } from 'vitest';
import { returnItemsOfFailedConditions } from '../support/all-old.ts';
import { useTable } from '../support/table.ts';
import { storeContract } from './contract.ts';
import { operationIdsContract } from './update-contract.ts';

const table = useTable();

describe('DynamoDbConversationStore over the end point', () => {
  storeContract(table.store);
});

describe('DynamoDbConversationStore over an end point that gives the item with a failed condition', () => {
  let undo: () => void;
  beforeAll(() => {
    undo = returnItemsOfFailedConditions(table.client);
  });
  afterAll(() => undo());
  storeContract(table.store);
  operationIdsContract(table.store);
});
