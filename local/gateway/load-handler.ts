import { handlerFile } from '#contract/operations.ts';
import type { Handler } from './invoke.ts';

/** Gives the handler of an operation. */
export type LoadHandler = (operation: string) => Promise<Handler>;

/**
 * Imports the handler of an operation. It reads its environment then, so that must be set before.
 * @throws Error that names the file, when it cannot be imported or exports no `handler`.
 */
export const importHandler: LoadHandler = async (operation) => {
  const file = `lambdas/${handlerFile(operation)}.ts`;
  let module: unknown;
  try {
    module = await import(new URL(`../../${file}`, import.meta.url).href);
  } catch (cause) {
    throw new Error(`${file} cannot be imported: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  if (hasHandler(module)) return module.handler;
  throw new Error(`${file} exports no function named "handler"`);
};

function hasHandler(module: unknown): module is { handler: Handler } {
  return typeof module === 'object' && module !== null && 'handler' in module && typeof module.handler === 'function';
}
