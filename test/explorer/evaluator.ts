import { isDeepStrictEqual } from 'node:util';
import type { Item } from '#dynamodb/encode-item.ts';
import type { Action, Condition, Operand, Path } from './expression.ts';

/** What placeholders stand for, and the item before the request: everything is evaluated against it. */
export interface Scope {
  readonly item: Item;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What DynamoDB refuses as malformed: a fault of the code, never of its caller. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

/** Whether a condition holds. What a missing attribute is compared with is false, but for `<>`. */
export function holds(condition: Condition, scope: Scope): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => holds(part, scope));
    case 'or':
      return condition.parts.some((part) => holds(part, scope));
    case 'not':
      return !holds(condition.part, scope);
    case 'attribute_exists':
      return at(condition.path, scope) !== undefined;
    case 'attribute_not_exists':
      return at(condition.path, scope) === undefined;
    case 'contains': {
      const whole = at(condition.path, scope);
      const wanted = operandOf(condition.operand, scope);
      return Array.isArray(whole) ? whole.includes(wanted) : (setAt(whole)?.has(wanted) ?? false);
    }
    case 'in':
      return condition.list.some((one) => compare('=', condition.operand, one, scope));
    case 'compare':
      return compare(condition.operator, condition.left, condition.right, scope);
  }
}

/** The item after an update. @throws ValidationException as DynamoDB does. */
export function updated(actions: readonly Action[], scope: Scope): Item {
  const item = { ...scope.item };
  for (const { word, path, operand } of actions) {
    const name = nameOf(path, scope);
    if (word === 'REMOVE') remove(item, name, innerOf(path, scope));
    else if (operand) {
      const value = operandOf(operand, scope);
      if (value === undefined) throw new ValidationException(`The update refers to an attribute that is not there`);
      if (word === 'SET') set(item, name, innerOf(path, scope), value);
      else if (word === 'ADD') item[name] = added(item[name], value);
      else item[name] = without(item[name], value);
      if (item[name] === undefined) delete item[name];
    }
  }
  return item;
}

/** Refuses an update that names one place twice, before its condition is looked at. @throws ValidationException */
export function refuseOverlaps(actions: readonly Action[], scope: Pick<Scope, 'names'>): void {
  const paths = actions.map(({ path }) => `${nameOf(path, scope)} ${innerOf(path, scope) ?? ''}`);
  if (new Set(paths).size < paths.length) throw new ValidationException(`Two paths overlap: ${paths.join(', ')}`);
}

function set(item: Item, name: string, inner: number | string | undefined, value: unknown): void {
  const whole = item[name];
  if (inner === undefined) item[name] = value;
  // DynamoDB appends what is set beyond the end.
  else if (typeof inner === 'number' && Array.isArray(whole)) item[name] = whole.toSpliced(inner, 1, value);
  else if (typeof inner === 'string' && isMap(whole)) item[name] = { ...whole, [inner]: value };
  else throw new ValidationException(`${name} has no place for ${inner}`);
}

function remove(item: Item, name: string, inner: number | string | undefined): void {
  const whole = item[name];
  if (inner === undefined) delete item[name];
  else if (typeof inner === 'string' && isMap(whole)) {
    const { [inner]: _removed, ...rest } = whole;
    item[name] = rest;
  } else throw new ValidationException(`${name} has no ${inner}`);
}

function isMap(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function added(before: unknown, value: unknown): unknown {
  if (typeof value === 'number' && (before === undefined || typeof before === 'number')) return (before ?? 0) + value;
  if (value instanceof Set && (before === undefined || before instanceof Set)) {
    return new Set([...(before ?? []), ...value]);
  }
  throw new ValidationException(`An operand has a wrong type: ADD ${typeof value} to ${typeof before}`);
}

function without(before: unknown, value: unknown): unknown {
  if (before === undefined) return undefined;
  if (!(before instanceof Set && value instanceof Set)) throw new ValidationException('DELETE takes sets');
  const rest = before.difference(value);
  // DynamoDB has no empty set.
  return rest.size > 0 ? rest : undefined;
}

function compare(operator: string, left: Operand, right: Operand, scope: Scope): boolean {
  const [a, b] = [operandOf(left, scope), operandOf(right, scope)];
  if (operator === '=') return a !== undefined && isDeepStrictEqual(a, b);
  if (operator === '<>') return !isDeepStrictEqual(a, b);
  const ordered = (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string');
  if (!ordered) return false;
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

function operandOf(operand: Operand, scope: Scope): unknown {
  switch (operand.kind) {
    case 'path':
      return at(operand.path, scope);
    case 'value':
      return scope.values[operand.placeholder];
    case 'sum': {
      const [left, right] = [operandOf(operand.left, scope), operandOf(operand.right, scope)];
      if (typeof left === 'number' && typeof right === 'number') return left + right;
      throw new ValidationException(`An operand has a wrong type: ${typeof left} + ${typeof right}`);
    }
    case 'call':
      return call(operand.name, operand.operands, scope);
  }
}

function call(name: 'size' | 'list_append' | 'if_not_exists', operands: readonly Operand[], scope: Scope): unknown {
  const [first, second] = operands.map((operand) => operandOf(operand, scope));
  if (name === 'if_not_exists') return first ?? second;
  if (name === 'list_append') {
    if (Array.isArray(first) && Array.isArray(second)) return [...first, ...second];
    throw new ValidationException(`An operand has a wrong type: list_append of ${typeof first} and ${typeof second}`);
  }
  return setAt(first)?.size;
}

function setAt(value: unknown): ReadonlySet<unknown> | undefined {
  if (value === undefined || value instanceof Set) return value;
  throw new ValidationException('The evaluator knows size of sets, and contains of sets and lists, only');
}

function at(path: Path, scope: Scope): unknown {
  const value = scope.item[nameOf(path, scope)];
  const inner = innerOf(path, scope);
  if (inner === undefined) return value;
  if (typeof inner === 'number') return Array.isArray(value) ? value[inner] : undefined;
  return isMap(value) ? value[inner] : undefined;
}

function nameOf({ name }: Path, { names }: Pick<Scope, 'names'>): string {
  if (!name.startsWith('#')) return name;
  const attribute = names[name];
  if (attribute === undefined) throw new ValidationException(`The placeholder ${name} stands for nothing`);
  return attribute;
}

function innerOf({ inner }: Path, scope: Pick<Scope, 'names'>): number | string | undefined {
  return typeof inner === 'string' ? nameOf({ name: inner }, scope) : inner;
}
