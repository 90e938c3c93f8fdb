import { testLinearBodies } from './linear-bodies.ts';

testLinearBodies(false);
