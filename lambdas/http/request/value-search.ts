import { limits } from '#domain/limits.ts';
import { makeListed } from '#domain/refusal.ts';
import type { View } from '#domain/rules.ts';
import type { ValueSearch } from '#domain/searchable.ts';
import { type QueryInput, readText, readTextWithPlus } from '#http/request/page.ts';

/** A search by the value of an attribute, as the query asks for it. */
export type AskedValue = Omit<ValueSearch, 'index'>;

/** The value of an attribute that a query asks for: `attribute` with `equals` or `startsWith`; undefined without. */
export function readAskedValue(input: QueryInput): AskedValue | undefined {
  const name = readText(input, 'attribute');
  const equals = readTextWithPlus(input, 'equals');
  const startsWith = readTextWithPlus(input, 'startsWith');
  const { violations } = input;
  // An empty one is noted already.
  if ([name, equals, startsWith].includes('')) return undefined;
  if (name === undefined) {
    for (const [by, text] of Object.entries({ equals, startsWith })) {
      if (text !== undefined) violations.malformed(by, 'is for an attribute: name it in "attribute"');
    }
    return undefined;
  }
  if ((equals === undefined) === (startsWith === undefined)) {
    violations.malformed('attribute', 'needs "equals" or "startsWith", and one of them');
    return undefined;
  }
  if (startsWith !== undefined && [...startsWith].length < limits.prefixCharacters) {
    violations.malformed(
      'startsWith',
      `has ${[...startsWith].length} characters; it must have ${limits.prefixCharacters} or more`,
    );
  }
  return equals === undefined
    ? { name, by: 'startsWith', text: startsWith ?? '' }
    : { name, by: 'equals', text: equals };
}

/** Where the value is found. @throws Refusal `unprocessable-content` for a name that is not searchable, or that the caller may not read. */
export function findValueSearch(asked: AskedValue, view: View): ValueSearch {
  const found = view.findSearchable(asked.name);
  if ('wrong' in found) throw makeListed('unprocessable-content', [{ name: 'attribute', reason: found.wrong }]);
  return { ...asked, ...found };
}
