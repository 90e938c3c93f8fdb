import { begin } from './begin.ts';
import type { Tokens } from './cast.ts';
import { end } from './end.ts';
import { greet } from './greet.ts';
import { meetAgent } from './meet-agent.ts';
import type { Teller } from './teller.ts';
import { transfer } from './transfer.ts';

/**
 * Plays one call from its start to its end.
 * @throws AssertionError at the first answer that is not the expected one.
 */
export async function playCall(teller: Teller, tokens: Tokens): Promise<void> {
  await begin(teller, tokens);
  await greet(teller, tokens);
  await transfer(teller, tokens);
  await meetAgent(teller, tokens);
  await end(teller, tokens);
}
