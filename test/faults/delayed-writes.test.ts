import { limitedTimes, useFaultyApi } from './api.ts';
import { testWrites } from './every-write.ts';
import { aFew, delays } from './scenarios.ts';

testWrites(useFaultyApi(limitedTimes), delays, aFew);
