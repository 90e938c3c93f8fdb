import { testOperations } from './fuzz.ts';

testOperations(1_500);
