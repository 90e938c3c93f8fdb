import type { SecuredApi } from './api.ts';
import type { Container } from './container.ts';

/** A container, and the headers that give it a request. */
export interface Rival {
  readonly container: Container;
  readonly headers: Readonly<Record<string, string>>;
}

/** Starts three containers: two that work at once, and one that looks at what came of it and has been told nothing. */
export async function startRivals(secured: SecuredApi): Promise<readonly [Rival, Rival, Rival]> {
  const start = async () => ({ container: await secured.renew(), headers: secured.toThisContainer() });
  return [await start(), await start(), await start()];
}
