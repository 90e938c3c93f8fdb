import { expect, test } from 'vitest';
import { parseCondition, parseUpdate } from './expression-parser.ts';
import { testTwins } from './twins.ts';

testTwins(30);

test.each(['#a BETWEEN :a AND :b', 'NOT #a = :a', 'begins_with(#a, :a)', '#a = '])(
  'the evaluator refuses a condition that it does not know: %s',
  (expression) => {
    expect(() => parseCondition(expression)).toThrow(SyntaxError);
  },
);

test.each(['SET #a = :a - :b', 'SET #a = :a SET #b = :b', 'REMOVE #a.#b.#c', 'PUT #a :a'])(
  'the evaluator refuses an update that it does not know: %s',
  (expression) => {
    expect(() => parseUpdate(expression)).toThrow(SyntaxError);
  },
);
