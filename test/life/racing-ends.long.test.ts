import { testRacingEnds } from './racing-ends.ts';

testRacingEnds(1_000);
