import type { AnswerOf, Contract } from '#contract/contract.ts';
import type { AttributeKind } from '#domain/rules.ts';
import { makeOperation } from '#http/chain/operation.ts';
import type { Input } from '#http/request/input.ts';
import { rules } from '#http/wiring/rules.ts';

/** The handler of an operation that takes attributes, as `operation` makes it: the rules for names count for them. */
export function attributeOperation<
  const Own extends Contract & { readonly attributes: AttributeKind },
  Command,
  const Answer extends AnswerOf<Own>,
>(contract: Own, read: (input: Input<Own>) => Command, run: (command: Command, input: Input<Own>) => Promise<Answer>) {
  return makeOperation(contract, read, run, rules);
}
