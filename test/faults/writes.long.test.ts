import { useFaultyApi } from './api.ts';
import { testWrites } from './every-write.ts';
import { otherScenarios } from './scenarios.ts';

testWrites(useFaultyApi(), otherScenarios);
