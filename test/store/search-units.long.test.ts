import { searchUnitsTests } from './search-units.ts';

searchUnitsTests(100_000);
