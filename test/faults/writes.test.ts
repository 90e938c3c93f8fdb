import { useFaultyApi } from './api.ts';
import { testWrites } from './every-write.ts';
import { scenarios } from './scenarios.ts';

testWrites(useFaultyApi(), scenarios);
