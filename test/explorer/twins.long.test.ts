import { testTwins } from './twins.ts';

testTwins(500);
