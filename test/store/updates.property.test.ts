import { testUpdates } from './updates.ts';

testUpdates(20);
