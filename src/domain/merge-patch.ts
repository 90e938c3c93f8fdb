import { type AttributeChanges, type Attributes, whyNotValue } from '#domain/attributes.ts';
import { isObject, type Json, type JsonText, parse, stringify } from '#domain/json.ts';
import { Violations } from '#domain/refusal.ts';

/** What is wrong with a merged value by the definition of its name; undefined: nothing. */
export type WhyNotMerged = (name: string, value: JsonText) => string | undefined;

/**
 * Changes in which every object is merged with the value that is there, as a JSON Merge Patch says (RFC 7396): its
 * members are set one by one, `null` removes one. Other values replace the old one whole.
 *
 * @throws Refusal `unprocessable-content` for a value that is too large or too deep once it is merged, or not what its definition wants.
 */
export function mergeObjects(
  attributes: Attributes,
  changes: AttributeChanges,
  whyNotMerged: WhyNotMerged,
): AttributeChanges {
  const violations = new Violations();
  const merged = [...changes].map(([name, value]) => {
    if (!isObjectText(value)) return [name, value] as const;
    const before = attributes.get(name);
    const merged = mergeValue(before === undefined ? null : parse(before), parse(value));
    const after = stringify(merged);
    const wrong = whyNotValue(merged, 'json') ?? whyNotMerged(name, after);
    if (wrong) violations.unprocessable(name, `merged with what is there, ${wrong}`);
    return [name, after] as const;
  });
  violations.refuse();
  return new Map(merged);
}

/** The names that changes merge, with what they have now; undefined: nothing. */
export function listMerged(
  attributes: Attributes,
  changes: AttributeChanges,
): ReadonlyMap<string, JsonText | undefined> {
  const names = [...changes].flatMap(([name, value]) => (isObjectText(value) ? [name] : []));
  return new Map(names.map((name) => [name, attributes.get(name)]));
}

/** Values are kept without blanks. */
function isObjectText(value: JsonText | null): value is JsonText {
  return value?.startsWith('{') ?? false;
}

/** `MergePatch` of RFC 7396, section 2. */
function mergeValue(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const members = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name);
    else members.set(name, mergeValue(members.get(name) ?? null, value));
  }
  return Object.fromEntries(members);
}
