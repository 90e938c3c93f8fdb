import { readEntries } from './context-entries.ts';
import { handlers, integrations } from './handlers.ts';
import { wholeTo } from './route-limits.ts';

const functions = [...handlers, ...integrations];

/** How the context key `reservedConcurrency` is read. */
export const reservedConcurrencyKey = readEntries<number>({
  right: 'a JSON object of functions and how many runs of each there may be at once: {"<function>": 10}',
  most: functions.length,
  isName: (name) => functions.includes(name),
  rightName: `a function: ${functions.join(', ')}`,
  entry: wholeTo(10_000),
});
