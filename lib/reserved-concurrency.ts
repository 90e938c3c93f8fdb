import { entries } from './context-entries.ts';
import { handlers } from './handlers.ts';
import { wholeTo } from './route-limits.ts';

/** How the context key `reservedConcurrency` is read. */
export const reservedConcurrencyKey = entries<number>({
  right: 'a JSON object of functions and how many runs of each there may be at once: {"<function>": 10}',
  most: handlers.length,
  isName: (name) => handlers.includes(name),
  rightName: `a function: ${handlers.join(', ')}`,
  entry: wholeTo(10_000),
});
