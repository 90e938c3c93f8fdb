import type { Attributes, Changes } from './conversation.ts';

/** JSON whose numbers keep their digits. */
const json = JSON as unknown as {
  parse(text: string, revive: (name: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): boolean;
};

/** Changes whose objects are merged with what is there (RFC 7396). */
export function mergeObjects(attributes: Attributes, changes: Changes): Changes {
  return new Map(
    [...changes].map(([name, value]) => {
      if (value === null) return [name, null];
      return [name, JSON.stringify(merged(read(attributes.get(name) ?? 'null'), read(value)))];
    }),
  );
}

function read(text: string): unknown {
  return json.parse(text, (_, value, { source = '' }) => (typeof value === 'number' ? json.rawJSON(source) : value));
}

function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const before = isObject(target) ? Object.entries(target) : [];
  const names = new Set([...before.map(([name]) => name), ...Object.keys(patch)]);
  const memberOf = (members: object, name: string) =>
    Object.hasOwn(members, name) ? Object.getOwnPropertyDescriptor(members, name)?.value : undefined;
  const after = [...names].flatMap((name) => {
    const [old, given] = [Object.fromEntries(before), patch].map((one) => memberOf(one, name));
    if (given === null) return [];
    return [[name, given === undefined ? old : merged(old, given)]];
  });
  return Object.fromEntries(after);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value);
}
