/** So many attributes with one value, under names of their own. */
export function bag(count: number, value = '', prefix = 'n'): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, number) => [`${prefix}${number}`, value]));
}
