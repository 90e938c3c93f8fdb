import { testRacingEnds } from './racing-ends.ts';

// 1,000 in racing-ends.long.test.ts
testRacingEnds(30);
