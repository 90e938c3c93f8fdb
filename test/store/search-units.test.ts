import { searchUnitsTests } from './search-units.ts';

searchUnitsTests(1_000);
