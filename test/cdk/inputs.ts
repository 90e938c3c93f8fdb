import { basename } from 'node:path';
import type { Bundles } from '../../lib/bundle/bundle.ts';

/** What a bundle brings along: the files that it imports, at once or later, from itself on, and the sources in them. */
export function reachedFrom({ metafile: { outputs } }: Bundles, name: string): { files: string[]; inputs: string[] } {
  const entry = Object.keys(outputs).find((path) => path.endsWith(`/${name}.mjs`));
  if (entry === undefined) throw new Error(`There is no bundle of ${name}.`);
  // A set grows while it is walked.
  const reached = new Set([entry]);
  for (const path of reached) for (const { path: next } of outputs[path]?.imports ?? []) reached.add(next);
  return {
    files: [...reached].map((path) => basename(path)),
    inputs: [...reached].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {})),
  };
}
