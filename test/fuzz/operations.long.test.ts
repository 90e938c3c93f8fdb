import { testOperations } from './fuzz.ts';

testOperations(3_000);
