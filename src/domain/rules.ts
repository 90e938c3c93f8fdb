import type { AttributeChanges, Attributes } from '#domain/attributes.ts';
import type { DataSchema } from '#domain/data-schema.ts';
import { fitValue } from '#domain/defined-values.ts';
import type { Callers, Definition, DefinitionTable } from '#domain/definitions.ts';
import { type Suggest, suggestAmong } from '#domain/did-you-mean.ts';
import { type Json, type JsonText, stringify } from '#domain/json.ts';
import { isMasked, maskValue } from '#domain/masks.ts';
import type { Violation } from '#domain/refusal.ts';
import type { Searchable } from '#domain/searchable.ts';

/** The kinds of attributes: each is a namespace of its own. */
export type AttributeKind = 'ordinary' | 'secured';

/** Who asks: what its token says of it. */
export interface Caller {
  readonly client: string;
  hasScope(scope: string): boolean;
  hasQueue(queueId: string): boolean;
}

declare const shown: unique symbol;

/** Something as a caller may see it. Only a `View` makes it. */
export type Shown<Value> = Value & { readonly [shown]: true };

/** What a caller may see of attributes. Everything that an answer shows of their values comes from here. */
export interface View {
  /** Attributes without those that the caller may not read; those that have a mask are masked. */
  show(attributes: Attributes): Shown<Attributes>;
  /** The same of one value; undefined where the caller sees nothing of it. */
  showValue(name: string, value: JsonText): Shown<{ readonly value: JsonText; readonly isMasked: boolean }> | undefined;
  /** The names among these whose values are masked; undefined where there are none. */
  listMasked(...of: readonly Iterable<string>[]): readonly string[] | undefined;
  /** The name under which something is stored, of the name or another spelling of it. */
  nameOf(spelling: string): string;
  /** Whether the caller may not know that a name is there. */
  hides(name: string): boolean;
  /**
   * The name and the index of a name that the caller looks for by its value, or why it can't. Whether a conversation is found would
   * tell who may not read the name if a guess is right.
   */
  findSearchable(spelling: string): { readonly name: string; readonly index: number } | { readonly wrong: string };
  /** Whether the right to read has decided over some name so far. */
  readonly hasDecided: boolean;
  /** The groups of names that conversations have records of. */
  readonly schemas: readonly DataSchema[];
  /** Whether the caller may write a name, or remove it. */
  mayWrite(name: string): boolean;
}

/** What is wrong with a name or its value, besides where it is. */
type Fault = Omit<Violation, 'name'>;

/** Where it is noted what is wrong with attributes. */
export interface Notes {
  /** The caller may not write the name. */
  forbidden(name: string): void;
  wrong(name: string, fault: Fault): void;
}

/** The rules of all names. */
export class RuleTable {
  /** The names by whose values conversations are found. */
  readonly searchable: Searchable;
  /** Groups of defined names. */
  readonly schemas: readonly DataSchema[];
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #definedOnly: boolean;
  readonly #suggest: Suggest;

  /** @param definedOnly - whether names without a definition are refused */
  constructor({ definitions, searchable, schemas }: DefinitionTable, definedOnly: boolean) {
    this.searchable = searchable;
    this.schemas = schemas;
    this.#definitions = new Map(definitions.map((one) => [one.name, one]));
    this.#aliases = new Map(
      definitions.flatMap(({ name, aliases = [] }) => aliases.map((alias) => [alias, name] as const)),
    );
    this.#definedOnly = definedOnly;
    this.#suggest = suggestAmong(this.#definitions.keys());
  }

  /** The rules that count for a caller. */
  for(caller: Caller): Rules {
    return new Rules(this, caller);
  }

  /** The name under which something is stored, of the name or another spelling of it. */
  nameOf(spelling: string): string {
    return this.#aliases.get(spelling) ?? spelling;
  }

  /** For how many days a saved value of a name is kept; undefined: as its list says. */
  retentionOf(name: string): number | undefined {
    return this.#definitions.get(name)?.retentionDays;
  }

  /**
   * Those of some names whose values may go where nobody asks who reads them, under each of their spellings that is given: the names
   * that have no `readers`, and are not secured.
   */
  listOpen(spellings: Iterable<string>): ReadonlySet<string> {
    const open = [...spellings].flatMap((spelling) => {
      const name = this.nameOf(spelling);
      const { readers, secured = false } = this.definitionOf(name) ?? {};
      return readers === undefined && !secured ? [spelling, name] : [];
    });
    return new Set(open);
  }

  definitionOf(name: string): Definition | undefined {
    return this.#definitions.get(name);
  }

  /** What is wrong with a name that has no definition; undefined where any name is taken. */
  whyNotFree(name: string): Fault | undefined {
    if (!this.#definedOnly) return undefined;
    return { reason: 'is not defined, and names without a definition are not taken here', ...this.#suggest(name) };
  }
}

/** The rules for names, for one caller. This decides what it may write, and what it sees. */
export class Rules implements View {
  readonly #table: RuleTable;
  readonly #caller: Caller;
  #hasDecided = false;

  constructor(table: RuleTable, caller: Caller) {
    this.#table = table;
    this.#caller = caller;
  }

  get hasDecided(): boolean {
    return this.#hasDecided;
  }

  get schemas(): readonly DataSchema[] {
    return this.#table.schemas;
  }

  /** Attributes as they are to be written. Every one that breaks a rule is noted, and left out. */
  fit(attributes: AttributeChanges, kind: AttributeKind, notes: Notes): AttributeChanges {
    const fitted = new Map<string, JsonText | null>();
    const seen = new Set<string>();
    for (const [spelling, value] of attributes) {
      const name = this.nameOf(spelling);
      if (seen.size === seen.add(name).size) {
        const reason = `means ${JSON.stringify(name)}, which the request has already: one of the values would be lost`;
        notes.wrong(spelling, { reason });
        continue;
      }
      if (!this.mayWrite(name)) {
        notes.forbidden(spelling);
        continue;
      }
      // A removal breaks no other rule.
      const one = value === null ? { value } : this.#fitOne(name, value, kind);
      if ('fault' in one) notes.wrong(spelling, one.fault);
      else fitted.set(name, one.value);
    }
    return fitted;
  }

  /**
   * Values that attributes are expected to have, under the names under which they are stored. Of a name that the caller may not
   * read the answer would tell whether a guess of its value is right: it is noted.
   */
  expect(attributes: AttributeChanges, notes: Pick<Notes, 'wrong'>): AttributeChanges {
    const expected = new Map<string, JsonText | null>();
    for (const [spelling, value] of attributes) {
      const name = this.nameOf(spelling);
      if (expected.has(name))
        notes.wrong(spelling, { reason: `means ${JSON.stringify(name)}, which is expected already` });
      else if (this.#maskOf(name) === undefined) expected.set(name, value);
      else notes.wrong(spelling, { reason: 'is compared only for callers that may read it' });
    }
    return expected;
  }

  /** What is wrong with a value by the definition of its name, whoever writes it; undefined: nothing. */
  whyNotFitting(name: string, value: JsonText): string | undefined {
    const fitted = fitValue(this.#table.definitionOf(name) ?? {}, value);
    return 'wrong' in fitted ? fitted.wrong : undefined;
  }

  findSearchable(spelling: string): ReturnType<View['findSearchable']> {
    const name = this.nameOf(spelling);
    const [, index] = this.#table.searchable.find(([one]) => one === name) ?? [];
    if (!this.mayRead(name))
      return { wrong: `${JSON.stringify(spelling)} is looked for only by callers that may read it` };
    if (index !== undefined) return { name, index };
    return { wrong: `${JSON.stringify(spelling)} is not searchable by its definition` };
  }

  /** Whether the caller may read the values of a name. */
  mayRead(name: string): boolean {
    return this.#maskOf(name) === undefined;
  }

  /** The name under which something is stored, of the name or another spelling of it. */
  nameOf(spelling: string): string {
    return this.#table.nameOf(spelling);
  }

  /** A value that a guest brings, as it is to be written, or why it is not taken. */
  fitGuests(
    name: string,
    value: Json,
  ): { readonly value: JsonText } | { readonly reason: 'not-allowed' | 'wrong-type' } {
    if (!this.mayWrite(name)) return { reason: 'not-allowed' };
    const one = this.#fitOne(name, stringify(value), 'ordinary');
    if (!('fault' in one)) return one;
    return { reason: one.isOfValue ? 'wrong-type' : 'not-allowed' };
  }

  /** Whether the caller may write a name, or remove it. */
  mayWrite(name: string): boolean {
    return this.#isAmong(this.#table.definitionOf(name)?.writers);
  }

  show(attributes: Attributes): Shown<Attributes> {
    const seen = [...attributes].flatMap(([name, value]) => {
      const one = this.showValue(name, value);
      return one === undefined ? [] : [[name, one.value] as const];
    });
    return new Map(seen) as unknown as Shown<Attributes>;
  }

  showValue(name: string, value: JsonText): ReturnType<View['showValue']> {
    const mask = this.#maskOf(name);
    if (mask === 'hidden') return undefined;
    const isShown = mask === undefined;
    return { value: isShown ? value : maskValue(mask, value), isMasked: !isShown } as ReturnType<View['showValue']>;
  }

  listMasked(...of: readonly Iterable<string>[]): readonly string[] | undefined {
    const names = new Set(of.flatMap((some) => [...some]));
    const masked = [...names].filter((name) => ![undefined, 'hidden'].includes(this.#maskOf(name)));
    return masked.length > 0 ? masked : undefined;
  }

  hides(name: string): boolean {
    return this.#maskOf(name) === 'hidden';
  }

  /** How a value of a name is shown to the caller: as it is where this is undefined. */
  #maskOf(name: string): NonNullable<Definition['mask']> | 'hidden' | undefined {
    const { readers, mask = 'hidden' } = this.#table.definitionOf(name) ?? {};
    if (readers === undefined) return undefined;
    this.#hasDecided = true;
    return this.#isAmong(readers) ? undefined : mask;
  }

  /** Whether the caller is among some; without any, everybody is. */
  #isAmong(callers: Callers | undefined): boolean {
    if (callers === undefined) return true;
    const { clients = [], scopes = [], queues = [] } = callers;
    const { client } = this.#caller;
    return (
      clients.includes(client) ||
      scopes.some((scope) => this.#caller.hasScope(scope)) ||
      queues.some((queue) => this.#caller.hasQueue(queue))
    );
  }

  #fitOne(
    name: string,
    value: JsonText,
    kind: AttributeKind,
  ): { readonly value: JsonText } | { readonly fault: Fault; readonly isOfValue: boolean } {
    const definition = this.#table.definitionOf(name);
    if (definition === undefined) {
      const fault = this.#table.whyNotFree(name);
      return fault === undefined ? { value } : { fault, isOfValue: false };
    }
    if (kind === 'ordinary' && definition.secured) {
      const reason =
        'is a secured attribute by its definition: set it by the operations on secured attributes, …/secureattributes';
      return { fault: { reason }, isOfValue: false };
    }
    const mask = this.#maskOf(name);
    if (mask !== undefined && mask !== 'hidden' && isMasked(value)) {
      const reason = 'the value is masked, as it was read: leave the name out, or send the value itself';
      return { fault: { reason }, isOfValue: true };
    }
    const fitted = fitValue(definition, value);
    if ('wrong' in fitted) return { fault: { reason: fitted.wrong }, isOfValue: true };
    // A secured value stays the text that it is.
    return kind === 'secured' ? { value } : fitted;
  }
}
