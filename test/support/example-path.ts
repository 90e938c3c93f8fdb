import type { Operation } from '#contract/operations.ts';

/** The path of an operation's example, with these parameters in the place of its own. */
export function examplePath({ path, example }: Operation, own: Readonly<Record<string, string>>): string {
  const parameters: Readonly<Record<string, string>> = { ...example.path, ...own };
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '');
}
