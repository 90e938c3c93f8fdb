import type { Action, Condition, Operand, Path } from './expression.ts';

const token = /\s*(#\w+|:\w+|\w+|<=|>=|<>|[=<>()[\],+.])/y;
const comparisons: readonly (string | undefined)[] = ['=', '<>', '<', '<=', '>', '>='];
const words = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

class Parser {
  readonly #tokens: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    token.lastIndex = 0;
    for (let end = 0; text.slice(end).trim() !== ''; end = token.lastIndex) {
      const [, found] = token.exec(text) ?? [];
      if (found === undefined) throw new SyntaxError(`Unknown text at ${end} in the expression ${text}`);
      this.#tokens.push(found);
    }
  }

  wholeCondition(): Condition {
    const condition = this.#anyOf();
    if (this.#peek() !== undefined) throw this.#unexpected();
    return condition;
  }

  wholeUpdate(): readonly Action[] {
    const actions: Action[] = [];
    while (this.#peek() !== undefined) {
      const word = words.find((one) => one === this.#peek());
      if (!word || actions.some((action) => action.word === word)) throw this.#unexpected();
      this.#at += 1;
      actions.push(...this.#list(() => this.#action(word)));
    }
    return actions;
  }

  #action(word: Action['word']): Action {
    const path = this.#path();
    if (word === 'REMOVE') return { word, path };
    if (word !== 'SET') return { word, path, operand: this.#value() };
    this.#expect('=');
    return { word, path, operand: this.#sum() };
  }

  #anyOf(): Condition {
    return this.#joined('or', 'OR', () => this.#joined('and', 'AND', () => this.#primary()));
  }

  #joined(kind: 'and' | 'or', word: string, part: () => Condition): Condition {
    const first = part();
    const parts = [first];
    while (this.#take(word)) parts.push(part());
    return parts.length > 1 ? { kind, parts } : first;
  }

  #primary(): Condition {
    if (this.#take('NOT')) {
      if (this.#peek() !== 'contains') throw this.#unexpected();
      return { kind: 'not', part: this.#primary() };
    }
    if (this.#take('(')) {
      const condition = this.#anyOf();
      this.#expect(')');
      return condition;
    }
    for (const kind of ['attribute_exists', 'attribute_not_exists'] as const) {
      if (this.#take(kind)) return this.#call(() => ({ kind, path: this.#path() }));
    }
    if (this.#take('contains')) {
      return this.#call(() => {
        const path = this.#path();
        this.#expect(',');
        return { kind: 'contains', path, operand: this.#operand() };
      });
    }
    const left = this.#operand();
    if (this.#take('IN')) return { kind: 'in', operand: left, list: this.#call(() => this.#list(() => this.#value())) };
    const operator = this.#next();
    if (!comparisons.includes(operator)) throw this.#unexpected(-1);
    return { kind: 'compare', operator, left, right: this.#operand() };
  }

  #sum(): Operand {
    const left = this.#operand();
    return this.#take('+') ? { kind: 'sum', left, right: this.#operand() } : left;
  }

  #operand(): Operand {
    const next = this.#peek();
    if (next?.startsWith(':')) return this.#value();
    for (const name of ['size', 'list_append', 'if_not_exists'] as const) {
      if (this.#take(name)) {
        return { kind: 'call', name, operands: this.#call(() => this.#list(() => this.#operand())) };
      }
    }
    return { kind: 'path', path: this.#path() };
  }

  #value(): Operand {
    const placeholder = this.#next();
    if (!placeholder.startsWith(':')) throw this.#unexpected(-1);
    return { kind: 'value', placeholder };
  }

  #path(): Path {
    const name = this.#name();
    if (this.#take('.')) return { name, inner: this.#name() };
    if (!this.#take('[')) return { name };
    const inner = Number(this.#next());
    if (!Number.isInteger(inner)) throw this.#unexpected(-1);
    this.#expect(']');
    return { name, inner };
  }

  #name(): string {
    const name = this.#next();
    if (/^#\w+$|^[a-z]\w*$/.test(name)) return name;
    throw this.#unexpected(-1);
  }

  #call<Result>(inner: () => Result): Result {
    this.#expect('(');
    const result = inner();
    this.#expect(')');
    return result;
  }

  #list<Result>(one: () => Result): readonly Result[] {
    const all = [one()];
    while (this.#take(',')) all.push(one());
    return all;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const next = this.#peek();
    if (next === undefined) throw this.#unexpected();
    this.#at += 1;
    return next;
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected();
  }

  #unexpected(offset = 0): SyntaxError {
    const found = this.#tokens[this.#at + offset] ?? 'its end';
    return new SyntaxError(`The evaluator does not know what ${found} means in the expression ${this.#text}`);
  }
}

const conditions = new Map<string, Condition>();
const updates = new Map<string, readonly Action[]>();

/** A ConditionExpression. @throws SyntaxError for anything that our builders do not emit. */
export function parseCondition(text: string): Condition {
  return kept(conditions, text, () => new Parser(text).wholeCondition());
}

/** An UpdateExpression. @throws SyntaxError for anything that our builders do not emit. */
export function parseUpdate(text: string): readonly Action[] {
  return kept(updates, text, () => new Parser(text).wholeUpdate());
}

/** The builders emit few texts again and again. */
function kept<Parsed>(parsed: Map<string, Parsed>, text: string, parse: () => Parsed): Parsed {
  const known = parsed.get(text) ?? parse();
  parsed.set(text, known);
  return known;
}
