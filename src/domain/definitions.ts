import { whyNotName } from '#domain/attributes.ts';
import type { DataSchema } from '#domain/data-schema.ts';
import { countUtf8Bytes } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import type { Mask } from '#domain/masks.ts';
import { Refusal, type Violations } from '#domain/refusal.ts';
import type { Searchable } from '#domain/searchable.ts';

/** The types that the values of a name can be held to. */
export const definedTypes = ['string', 'integer', 'number', 'boolean', 'date', 'enum', 'list'] as const;
export type DefinedType = (typeof definedTypes)[number];

/** Some callers: who is one of these clients, or whose token has one of these scopes, or the right to one of these call queues. */
export interface Callers {
  readonly clients?: readonly string[] | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly queues?: readonly string[] | undefined;
}

/** The rules for one name. A field that is left out sets no rule. */
export interface Definition {
  /** What the name means, for people. */
  readonly description?: string | undefined;
  /** Other spellings: who uses one means the name. */
  readonly aliases?: readonly string[] | undefined;
  readonly type?: DefinedType | undefined;
  /** Of an `enum`: the texts that it may be. */
  readonly values?: readonly string[] | undefined;
  /** Of a text its bytes of UTF-8, of another value those of its JSON text. */
  readonly maxBytes?: number | undefined;
  /** Of a text: how many characters it has at least, and at most. */
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  /** Of an integer or number: its bounds, which it may have itself. */
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** Who may read the values; others see them masked, or not at all. @default everybody who may read attributes */
  readonly readers?: Callers | undefined;
  /** Who may write them. @default everybody who may write attributes */
  readonly writers?: Callers | undefined;
  /** What those see who may not read. @default nothing: for them the name is not there */
  readonly mask?: Mask | undefined;
  /** Days for which a saved value is kept, from the end of the conversation. @default as the conversation's other saved values */
  readonly retentionDays?: number | undefined;
  /** The name is that of a secured attribute: it can't be set as an ordinary one. */
  readonly secured?: boolean | undefined;
  /** Conversations are found by its values, which are texts. */
  readonly searchable?: boolean | undefined;
}

/** A definition with its name, and the version that the last write of it gave it. */
export interface NamedDefinition extends Definition {
  readonly name: string;
  readonly version: number;
}

/** All definitions. They are kept together, so that one read gives them all. */
export interface DefinitionTable {
  /** In the order in which they were made. */
  readonly definitions: readonly NamedDefinition[];
  /** The searchable names, each with the number of its index, which it keeps as long as it is searchable. */
  readonly searchable: Searchable;
  /** Defined names in groups, as programs for Genesys Cloud know them. */
  readonly schemas: readonly DataSchema[];
}

/** The table before any name is defined. */
export const noDefinitions: DefinitionTable = { definitions: [], searchable: [], schemas: [] };

/** Notes what is wrong with a definition besides the types of its fields. */
export function checkDefinition(
  name: string,
  { aliases = [], type, values, readers, mask, secured, searchable, ...bounds }: Definition,
  violations: Pick<Violations, 'malformed' | 'unprocessable'>,
): void {
  for (const alias of aliases) {
    const reason = alias === name ? 'is the name itself' : whyNotName(alias);
    if (reason) violations.malformed('aliases', `${JSON.stringify(alias)}: ${reason}`);
  }
  if (type === 'enum' && values === undefined) {
    violations.unprocessable('values', 'is missing: an enum needs the texts that it may be');
  }
  if (type !== 'enum' && values !== undefined) {
    violations.unprocessable('values', `is for the type enum, not for ${type ?? 'any type'}`);
  }
  checkBounds(type, bounds, violations);
  if (mask !== undefined && readers === undefined) {
    violations.unprocessable(
      'mask',
      'needs readers: it is what all others see; with readers {} nobody reads the value itself',
    );
  }
  if (searchable && secured) {
    violations.unprocessable('searchable', 'is not for a secured attribute: nothing of its values may be in an index');
  }
  if (searchable && type !== undefined && type !== 'string' && type !== 'enum') {
    violations.unprocessable('searchable', `is for texts, of the type string or enum or of any, not for ${type}`);
  }
}

/** The types that have bounds, by the lower and the upper one. */
const bounded = [
  ['minLength', 'maxLength', ['string']],
  ['minimum', 'maximum', ['integer', 'number']],
] as const;

function checkBounds(
  type: DefinedType | undefined,
  bounds: Definition,
  violations: Pick<Violations, 'unprocessable'>,
): void {
  for (const [lower, upper, types] of bounded) {
    const isFor = types.some((one) => one === type);
    for (const name of [lower, upper]) {
      if (bounds[name] === undefined || isFor) continue;
      violations.unprocessable(name, `is for the type ${types.join(' or ')}, not for ${type ?? 'any type'}`);
    }
    const [least = -Infinity, most = Infinity] = [bounds[lower], bounds[upper]];
    if (least > most) violations.unprocessable(lower, `is ${least}, more than the ${upper} of ${most}`);
  }
}

/** The definition of a name, or undefined. */
export function findDefinition({ definitions }: DefinitionTable, name: string): NamedDefinition | undefined {
  return definitions.find((one) => one.name === name);
}

/**
 * The table with a definition in the place of the one that the name has, if any.
 *
 * @throws Refusal `unprocessable-content` when it has no room for it, or one of its spellings means another name.
 */
export function putDefinition(table: DefinitionTable, definition: NamedDefinition): DefinitionTable {
  const isNew = findDefinition(table, definition.name) === undefined;
  const definitions = isNew
    ? [...table.definitions, definition]
    : table.definitions.map((one) => (one.name === definition.name ? definition : one));
  const searchable = assignIndex(table.searchable, definition);
  const next = { ...table, definitions, searchable };
  const wrong =
    definitions.length > limits.definitions
      ? `there are ${limits.definitions} definitions already; there may be no more (limit: definitions)`
      : searchable.length > limits.searchableNames
        ? `${listNames(table.searchable)} are searchable already; there may be no more than ${limits.searchableNames} (limit: searchable names)`
        : whyAmbiguous(table, definition);
  if (wrong === undefined) {
    checkRoom(next);
    return next;
  }
  throw new Refusal('unprocessable-content', `"${definition.name}": ${wrong}`, {
    errors: [{ name: definition.name, reason: wrong }],
  });
}

/** @throws Refusal `unprocessable-content` where definitions and schemas are more than one item may have. */
export function checkRoom({ definitions, schemas }: DefinitionTable): void {
  const bytes = countUtf8Bytes(JSON.stringify([definitions, schemas]));
  if (bytes <= limits.definitionsBytes) return;
  const reason = `the definitions would have ${bytes} bytes; together they may have ${limits.definitionsBytes} (limit: definitions)`;
  throw new Refusal('unprocessable-content', reason, { errors: [{ name: 'definitions', reason }] });
}

/** The searchable names with a definition in its place: a name that becomes searchable gets the first index that is free. */
function assignIndex(
  there: Searchable,
  { name, searchable = false }: Pick<NamedDefinition, 'name' | 'searchable'>,
): Searchable {
  if (there.some(([other]) => other === name) === searchable) return there;
  if (!searchable) return there.filter(([other]) => other !== name);
  const taken = there.map(([, index]) => index);
  const free = Array.from({ length: there.length + 1 }, (_, at) => at + 1).find((index) => !taken.includes(index));
  return free === undefined ? there : [...there, [name, free]];
}

function listNames(searchable: Searchable): string {
  return searchable.map(([name]) => JSON.stringify(name)).join(', ');
}

/** Why a spelling would mean two names, or undefined where none does. */
function whyAmbiguous({ definitions }: DefinitionTable, { name, aliases = [] }: NamedDefinition): string | undefined {
  const spelling = [name, ...aliases];
  for (const other of definitions.filter((one) => one.name !== name)) {
    const both = [other.name, ...(other.aliases ?? [])].find((one) => spelling.includes(one));
    if (both === undefined) continue;
    return `${JSON.stringify(both)} means the attribute ${JSON.stringify(other.name)} already; one spelling may mean one name`;
  }
  return undefined;
}

/** The table without the definition of a name. @throws Refusal `attribute-not-defined` */
export function dropDefinition(table: DefinitionTable, name: string): DefinitionTable {
  if (findDefinition(table, name) === undefined) throw makeNotDefined(name);
  return {
    ...table,
    definitions: table.definitions.filter((one) => one.name !== name),
    searchable: assignIndex(table.searchable, { name }),
  };
}

/** The refusal of a name that has no definition. */
export function makeNotDefined(name: string): Refusal {
  return new Refusal('attribute-not-defined', `There is no definition of the attribute ${JSON.stringify(name)}`);
}
