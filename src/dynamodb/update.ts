import type { CountedUpdate } from '#domain/counters.ts';
import { encodeChanges } from '#dynamodb/changes.ts';
import { Expression } from '#dynamodb/expression.ts';
import { encodeRequirements } from '#dynamodb/requirements.ts';
import type { ItemPlace } from '#dynamodb/search-keys.ts';

/** The parameters of the one UpdateItem that is an update: its conditions, its changes, its operation id. */
export function encodeUpdate(update: CountedUpdate, place: ItemPlace): ReturnType<Expression['buildUpdate']> {
  const expression = new Expression();
  encodeRequirements(expression, update);
  encodeChanges(expression, update, place);
  return expression.buildUpdate();
}
