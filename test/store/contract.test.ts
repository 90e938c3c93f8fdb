import { afterAll, beforeAll, describe } from 'vitest';
import { returnItemsOfFailedConditions } from '../support/all-old.ts';
import { useTable } from '../support/table.ts';
import { storeContract } from './contract.ts';

const table = useTable();

describe('DynamoDbStore over the end point', () => {
  storeContract(table.store);
});

describe('DynamoDbStore over an end point that gives the item with a failed condition', () => {
  let undo: () => void;
  beforeAll(() => {
    undo = returnItemsOfFailedConditions(table.client);
  });
  afterAll(() => undo());
  storeContract(table.store);
});
