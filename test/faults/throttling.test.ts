import { useFaultyApi } from './api.ts';
import { testThrottling } from './throttling.ts';

testThrottling(useFaultyApi(), 3);
