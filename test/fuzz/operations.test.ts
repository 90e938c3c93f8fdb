import { testOperations } from './fuzz.ts';

testOperations(10);
