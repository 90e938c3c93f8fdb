import { sampled, testStates } from './states-tests.ts';

testStates((row, type) => row.types.includes(type) && sampled(row) !== type);
