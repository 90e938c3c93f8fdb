import { hashForLog } from '#domain/hashes.ts';
import { environment } from '#http/wiring/environment.ts';

/** An id as the log has it. A function without the key of ids has no id to log. */
export function hashId(id: string | undefined): string | undefined {
  const { idKey } = environment;
  return id === undefined || idKey === undefined ? undefined : hashForLog(idKey, id);
}

/** What the log has of an error: for the operator, with hashes in place of these ids. */
export function describeFailure(error: Error, ids: readonly (string | undefined)[]): object {
  const { name, message, stack, cause } = error;
  const without = (text: string | undefined) => ids.reduce(replaceWithHash, text);
  const from = cause instanceof Error ? { cause: without(`${cause.name}: ${cause.message}`) } : {};
  return { error: name, reason: without(message), ...from, stack: without(stack) };
}

/** An id is replaced where it is a whole word: as a part of another word it is no id. */
function replaceWithHash(text: string | undefined, id: string | undefined): string | undefined {
  if (!text || !id) return text;
  const word = new RegExp(`(?<!\\w)${id.replaceAll(/\W/g, '\\$&')}(?!\\w)`, 'g');
  return text.replace(word, hashId(id) ?? 'an id');
}
