import { begin } from './begin.ts';
import { type Enter, makeCast } from './cast.ts';
import { end } from './end.ts';
import { greet } from './greet.ts';
import { meetAgent } from './meet-agent.ts';
import type { Teller } from './teller.ts';
import { transfer } from './transfer.ts';

/**
 * Plays one call from its start to its end.
 * @throws AssertionError at the first answer that is not the expected one.
 */
export async function playCall(teller: Teller, enter: Enter): Promise<void> {
  const cast = makeCast(enter);
  await begin(teller, cast);
  await greet(teller, cast);
  await transfer(teller, cast);
  await meetAgent(teller, cast);
  await end(teller, cast);
}
