import { limitedTimes, useFaultyApi } from './api.ts';
import { testWrites } from './every-write.ts';
import { delays, everyScenario, failures, twins } from './scenarios.ts';

testWrites(useFaultyApi(limitedTimes), [...failures, ...delays, ...twins], everyScenario);
