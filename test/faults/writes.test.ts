import { useFaultyApi } from './api.ts';
import { testWrites } from './every-write.ts';
import { failures, oneOfEachRule } from './scenarios.ts';

testWrites(useFaultyApi(), failures, oneOfEachRule);
