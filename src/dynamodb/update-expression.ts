import type { CountedUpdate } from '#domain/counters.ts';
import { changeAll } from '#dynamodb/changes.ts';
import { requireAll } from '#dynamodb/conditions.ts';
import { Expression } from '#dynamodb/expression.ts';

/** The parameters of the one UpdateItem that is an update: its conditions, its changes, its operation id. */
export function updateExpression(update: CountedUpdate): ReturnType<Expression['build']> {
  const expression = new Expression();
  requireAll(expression, update);
  changeAll(expression, update);
  return expression.build();
}
