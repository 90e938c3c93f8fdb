import { testKills } from './rounds.ts';

testKills(2);
