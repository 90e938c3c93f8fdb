import { limitedTimes, useFaultyApi } from './api.ts';
import { testWrites } from './every-write.ts';
import { twins } from './scenarios.ts';

testWrites(useFaultyApi(limitedTimes), twins);
