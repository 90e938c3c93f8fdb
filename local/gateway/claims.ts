/**
 * The claims as the gateway hands them to a function: all of them strings. Numbers and booleans are written out, a list becomes
 * `[a b]`, an object its JSON; a claim that is null is left out. Measured on AWS (https://github.com/floci-io/floci/pull/2011).
 */
export function stringifyClaims(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  const present = Object.entries(claims).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, stringifyClaim(value)]));
}

function stringifyClaim(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stringifyClaim).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
