/** An item's attribute as it goes over the wire, such as `{"S": "gold"}`. */
export type WireValue = Readonly<Record<string, unknown>>;

/** What an expression is parsed with. */
export interface Context {
  readonly attrNames?: Readonly<Record<string, string>> | undefined;
  readonly attrVals?: Readonly<Record<string, WireValue>> | undefined;
  /** The parser deletes the placeholders that it finds: those that are left are refused. */
  readonly unusedAttrNames: Record<string, true>;
  readonly unusedAttrVals: Record<string, true>;
}

/** Parses an expression. @returns a tree that has names and values in the place of placeholders, or a text: what is wrong with it */
export type Parse = (text: string, options: { readonly context: Context }) => unknown;

/** The tree of an expression with placeholders. */
interface Template {
  readonly tree: unknown;
  /** The values in the tree, by identity. */
  readonly placeholders: ReadonlyMap<unknown, string>;
  readonly usedNames: readonly string[];
  readonly usedValues: readonly string[];
  /** The words of the text that are no placeholders. */
  readonly words: ReadonlySet<string>;
}

/** Trees that are remembered, at most. */
const REMEMBERED = 1_000;

/** What a parser judges by its values, and not by their types alone. */
const LOOKS_AT_VALUES = /between/i;

/**
 * Lets a parser of dynalite remember what it has parsed. Its parsers try each beginning of an expression several times, which is most of
 * what a write takes; but the functions send the same few expressions, with other names and values in their placeholders.
 *
 * What the parser makes of an expression follows from its text, the types of its values, and which of its names are the same. So a tree
 * is used again where text and types are the same, and where all names differ, from each other and from every word of the text. Everything else
 * the parser decides: also what is wrong.
 */
export function rememberTrees(parse: Parse): Parse {
  const templates = new Map<string, Template | undefined>();
  return (text, { context }) => {
    const { attrNames: names = {}, attrVals: values = {} } = context;
    if (LOOKS_AT_VALUES.test(text)) return parse(text, { context });
    const key = `${describeTypes(values)}\n${Object.keys(names)}\n${text}`;
    let template = templates.get(key);
    if (template === undefined && !templates.has(key)) {
      if (templates.size >= REMEMBERED) templates.clear();
      template = makeTemplate(parse, text, context);
      templates.set(key, template);
    }
    if (template === undefined || !areDistinct(Object.values(names), template.words)) return parse(text, { context });
    for (const name of template.usedNames) delete context.unusedAttrNames[name];
    for (const name of template.usedValues) delete context.unusedAttrVals[name];
    return fill(template.tree, { names, values, placeholders: template.placeholders });
  };
}

function describeTypes(values: Readonly<Record<string, WireValue>>): string {
  let types = '';
  for (const placeholder in values) types += `${placeholder}${Object.keys(values[placeholder] ?? {})}`;
  return types;
}

function areDistinct(names: readonly string[], words: ReadonlySet<string>): boolean {
  return new Set(names).size === names.length && !names.some((name) => name === '' || words.has(name));
}

/** @returns undefined for an expression that the parser refuses: it says so in words that have the names and values */
function makeTemplate(parse: Parse, text: string, context: Context): Template | undefined {
  const { attrNames: names = {}, attrVals: values = {} } = context;
  const ownNames = Object.fromEntries(Object.keys(names).map((name) => [name, name]));
  const ownValues = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Object.fromEntries(Object.keys(value).map((type) => [type, ''])),
    ]),
  );
  const unused = (all: object) => Object.fromEntries(Object.keys(all).map((name) => [name, true as const]));
  const [unusedAttrNames, unusedAttrVals] = [unused(names), unused(values)];
  const own = { ...context, attrNames: ownNames, attrVals: ownValues, unusedAttrNames, unusedAttrVals };
  const tree = parse(text, { context: own });
  if (typeof tree !== 'object') return undefined;
  return {
    tree,
    placeholders: new Map(Object.entries(ownValues).map(([name, value]) => [value, name])),
    usedNames: Object.keys(names).filter((name) => !(name in unusedAttrNames)),
    usedValues: Object.keys(values).filter((name) => !(name in unusedAttrVals)),
    words: new Set(Array.from(text.matchAll(/(?<![#:\w])\w+/g), ([word]) => word)),
  };
}

interface Filling {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, WireValue>>;
  readonly placeholders: ReadonlyMap<unknown, string>;
}

/** A copy of a tree with names and values in the place of placeholders. dynalite changes the trees that it is given. */
function fill(tree: unknown, filling: Filling): unknown {
  if (typeof tree === 'string') return tree.startsWith('#') ? filling.names[tree] : tree;
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map((one) => fill(one, filling));
  const placeholder = filling.placeholders.get(tree);
  if (placeholder !== undefined) return filling.values[placeholder];
  const filled = Object.create(Object.getPrototypeOf(tree));
  for (const [name, child] of Object.entries(tree)) {
    filled[name.startsWith('#') ? (filling.names[name] ?? name) : name] = fill(child, filling);
  }
  return filled;
}
