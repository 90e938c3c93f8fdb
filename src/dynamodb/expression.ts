import { encodeBase62 } from '#dynamodb/base62.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html, "Expression parameters" */
const MAX_EXPRESSION_BYTES = 4096;

/** What an update expression and its condition are made of. Pure: it knows no client. */
export class Expression {
  readonly #names = new Map<string, string>();
  readonly #values = new Map<unknown, string>();
  readonly #clauses = { SET: [] as string[], REMOVE: [] as string[], ADD: [] as string[], DELETE: [] as string[] };
  readonly #conditions: string[] = [];

  /** The placeholder of an attribute's name. */
  addName(name: string): string {
    const known = this.#names.get(name);
    if (known) return known;
    const placeholder = `#${encodeBase62(this.#names.size)}`;
    this.#names.set(name, placeholder);
    return placeholder;
  }

  /** The placeholder of a value. */
  addValue(value: unknown): string {
    const known = this.#values.get(value);
    if (known) return known;
    const placeholder = `:${encodeBase62(this.#values.size)}`;
    this.#values.set(value, placeholder);
    return placeholder;
  }

  /** Sets a path of placeholders to an operand of placeholders. */
  set(path: string, operand: string): void {
    this.#clauses.SET.push(`${path}=${operand}`);
  }

  /** Removes an attribute, or what lies in it at the end of a path of names. */
  remove(...path: readonly string[]): void {
    this.#clauses.REMOVE.push(path.map((name) => this.addName(name)).join('.'));
  }

  /** Adds to a number (0 when absent) or to a set. */
  add(name: string, value: unknown): void {
    this.#clauses.ADD.push(`${this.addName(name)} ${this.addValue(value)}`);
  }

  /** Takes elements out of a set. */
  delete(name: string, elements: ReadonlySet<string>): void {
    this.#clauses.DELETE.push(`${this.addName(name)} ${this.addValue(elements)}`);
  }

  /** Adds a condition: all of them must hold. */
  require(buildCondition: string): void {
    this.#conditions.push(buildCondition);
  }

  /** The parameters of an UpdateItem. @throws Error when DynamoDB would refuse an expression: emulators take longer ones. */
  buildUpdate() {
    const clauses = Object.entries(this.#clauses).filter(([, parts]) => parts.length > 0);
    const UpdateExpression = assertLength(clauses.map(([word, parts]) => `${word} ${parts.join(',')}`).join(' '));
    return { UpdateExpression, ...this.condition() };
  }

  /** The parameters of a PutItem or DeleteItem. Without values where there are none: DynamoDB takes no empty map of them. */
  condition() {
    return {
      ConditionExpression: assertLength(this.#conditions.join(' AND ')),
      ExpressionAttributeNames: Object.fromEntries([...this.#names].map(([name, key]) => [key, name])),
      ...(this.#values.size > 0 && {
        ExpressionAttributeValues: Object.fromEntries([...this.#values].map(([value, key]) => [key, value])),
      }),
    };
  }
}

function assertLength(expression: string): string {
  if (expression.length <= MAX_EXPRESSION_BYTES) return expression;
  throw new Error(`An expression has ${expression.length} bytes; DynamoDB takes ${MAX_EXPRESSION_BYTES}`);
}
