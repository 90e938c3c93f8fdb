import { afterAll, beforeAll } from 'vitest';
import { decodeImage } from '#dynamodb/stream.ts';
import { recordWrites } from '../../local/records.ts';
import { nameTable } from '../../local/tables.ts';
import { checkEvents } from './follow.ts';

/**
 * Follows every write of the handlers in this process: the events of each must lead from what was there to what is. To be called after
 * what serves the API.
 */
export function watchTold(): {
  /** @throws Error of the first write that was told wrongly since the last check */
  check(): void;
} {
  let wrong: string | undefined;
  let stop: () => void = () => undefined;
  beforeAll(async () => {
    const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
    stop = recordWrites(documentClient, nameTable('conversations'), ({ before, after }) => {
      wrong ??= checkEvents(decodeImage(before), decodeImage(after));
    });
  });
  afterAll(() => stop());
  return {
    check: () => {
      const first = wrong;
      wrong = undefined;
      if (first !== undefined) throw new Error(first);
    },
  };
}
