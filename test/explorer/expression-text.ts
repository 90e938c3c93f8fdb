import type { Action, Condition, Operand, Path } from './expression.ts';
import { parseCondition, parseUpdate } from './expression-parser.ts';
import type { Request } from './requests.ts';

/** What placeholders stand for. */
type Placeholders = {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
};

/** A request as people read it. */
export function requestText(input: Request['input']): string {
  if ('ConsistentRead' in input) return `GetItem ${input.TableName}`;
  const write = input as Exclude<Request['input'], { ConsistentRead?: unknown }>;
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = write;
  const scope = { names, values };
  const { ConditionExpression: expression } = write;
  const condition = expression === undefined ? '' : ` if ${conditionText(parseCondition(expression), scope)}`;
  if ('Item' in write) return `PutItem ${write.TableName}${condition}`;
  if (!('UpdateExpression' in write)) return `DeleteItem ${write.TableName}${condition}`;
  const actions = parseUpdate(write.UpdateExpression ?? '').map((action) => actionText(action, scope));
  return `UpdateItem ${write.TableName} ${actions.join('; ')}${condition}`;
}

/** A condition as people read it, with names and values in their places: `attribute_not_exists(o/key)`. */
export function conditionText(condition: Condition, scope: Placeholders): string {
  const operand = (one: Operand) => operandText(one, scope);
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.parts.map((part) => conditionText(part, scope)).join(` ${condition.kind.toUpperCase()} `)})`;
    case 'not':
      return `NOT ${conditionText(condition.part, scope)}`;
    case 'attribute_exists':
    case 'attribute_not_exists':
      return `${condition.kind}(${pathText(condition.path, scope)})`;
    case 'contains':
      return `contains(${pathText(condition.path, scope)}, ${operand(condition.operand)})`;
    case 'in':
      return `${operand(condition.operand)} IN (${condition.list.map(operand).join(', ')})`;
    case 'compare':
      return `${operand(condition.left)} ${condition.operator} ${operand(condition.right)}`;
  }
}

/** An action as people read it: `REMOVE w/ivr/customer/tier`. */
export function actionText({ word, path, operand }: Action, scope: Placeholders): string {
  const right = operand ? `${word === 'SET' ? ' =' : ''} ${operandText(operand, scope)}` : '';
  return `${word} ${pathText(path, scope)}${right}`;
}

function operandText(operand: Operand, scope: Placeholders): string {
  switch (operand.kind) {
    case 'path':
      return pathText(operand.path, scope);
    case 'value': {
      const value = scope.values[operand.placeholder];
      return JSON.stringify(value instanceof Set ? [...value] : value);
    }
    case 'sum':
      return `${operandText(operand.left, scope)} + ${operandText(operand.right, scope)}`;
    case 'call':
      return `${operand.name}(${operand.operands.map((one) => operandText(one, scope)).join(', ')})`;
  }
}

function pathText({ name, inner }: Path, { names }: Placeholders): string {
  const text = (one: string) => names[one] ?? one;
  if (inner === undefined) return text(name);
  return typeof inner === 'number' ? `${text(name)}[${inner}]` : `${text(name)}.${text(inner)}`;
}
