import { useFaultyApi } from './api.ts';
import { testWrites } from './every-write.ts';
import { twins } from './scenarios.ts';

testWrites(useFaultyApi(), twins);
