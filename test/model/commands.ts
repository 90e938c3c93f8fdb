import fc from 'fast-check';
import { anyConversation, firstRequest, firstSettings, requestsOf } from './arbitraries.ts';
import { type Command, type Run, send, showMaps } from './run.ts';
import { SweepCommand } from './sweep-command.ts';
import { concrete, type SymbolicRequest } from './symbols.ts';
import type { World } from './world.ts';

/** Sends a request. */
export class SendCommand implements Command {
  readonly #symbolic: SymbolicRequest;

  constructor(symbolic: SymbolicRequest) {
    this.#symbolic = symbolic;
  }

  check = () => true;

  async run(world: World, run: Run): Promise<void> {
    await send(world, run, concrete(world, this.#symbolic, run.start));
  }

  toString = () => JSON.stringify(this.#symbolic, showMaps);
}

/** An earlier request with an Idempotency-Key comes again: a retry, or a delivery that was late. */
class ResendCommand implements Command {
  readonly #back: number;

  constructor(back: number) {
    this.#back = back;
  }

  check = () => true;

  async run(world: World, run: Run): Promise<void> {
    const request = run.keyed.at(-1 - (this.#back % Math.max(1, run.keyed.length)));
    if (request) await send(world, run, request);
  }

  toString = () => `resend(${this.#back})`;
}

class AdvanceCommand implements Command {
  readonly #seconds: number;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  check = () => true;

  async run(world: World, run: Run): Promise<void> {
    world.now += this.#seconds * 1000;
    run.setClock(world.now);
  }

  toString = () => `advance(${this.#seconds} s)`;
}

/** Times that lie on either side of a minute, of a day, of the leases, of a retention and of 30 days. */
const seconds = fc.constantFrom(...[1, 1, 1, 420, 420, 420, 960, 960, 3_660, 3_660, 3_660, 90_000, 31 * 86_400]);

/** What the commands of a run are like. */
export interface Kind {
  /** Of 100 values, how many are near the limit of 8 KiB. */
  readonly large: number;
  /** Whether conversations end, are erased and grow old; without, they live through many commands. */
  readonly ends: boolean;
}

/** Commands by how often they come. */
export function commandsOf({ large, ends }: Kind): fc.Arbitrary<Command>[] {
  const of = requestsOf({ large, c: anyConversation });
  const requests: readonly (readonly [weight: number, request: fc.Arbitrary<SymbolicRequest>])[] = [
    [2, of.create(fc.constantFrom('a', 'b', 'b', 'made'))],
    ...weighted(
      [2, of.read],
      [3, of.patch],
      [3, of.join],
      [2, of.leave],
      [2, of.readAttributes],
      [5, of.patchAttributes],
    ),
    ...weighted([1, of.readInteraction], [4, of.patchInteraction], [8, of.set], [4, of.get], [5, of.flush]),
    ...weighted(
      [1, of.history],
      [1, of.names],
      [2, of.export],
      [1, of.readSettings],
      [1, of.writeSettings],
      [2, of.find],
      [3, of.findByValue],
      [1, of.findByBeginning],
      [1, of.listInteractions],
    ),
    ...weighted([3, of.setSecured], [2, of.getSecured], [1, of.readSecured], [1, of.replaceSecured]),
    ...weighted(
      [2, of.patchSecured],
      [1, of.contactLog],
      [large > 10 ? 12 : 3, of.message],
      [1, of.patchChannel],
      [1, of.readChannel],
    ),
    ...(ends ? weighted([3, of.end], [1, of.erase], [1, of.history], [2, of.addContactData]) : []),
    ...(ends ? weighted([1, of.getContactData], [1, of.findContactData], [1, of.contactLog]) : []),
  ];
  const others: readonly (readonly [weight: number, command: fc.Arbitrary<Command>])[] = [
    [5, fc.nat(12).map((back) => new ResendCommand(back))],
    [2, (ends ? seconds : fc.constantFrom(1, 420, 960)).map((count) => new AdvanceCommand(count))],
    [ends ? 2 : 1, fc.constant(new SweepCommand())],
  ];
  const sends = requests.map(([weight, request]) => [weight, request.map((one) => new SendCommand(one))] as const);
  // `fc.commands` takes each arbitrary as often as any other.
  return [...sends, ...others].flatMap(([weight, command]) => Array<fc.Arbitrary<Command>>(weight).fill(command));
}

/** So that each pair is checked, and not their union. */
function weighted(...pairs: readonly (readonly [weight: number, request: fc.Arbitrary<SymbolicRequest>])[]) {
  return pairs;
}

/** What a run may begin with: a list of what is kept. */
export const settingsCommand: fc.Arbitrary<Command> = firstSettings.map((symbolic) => new SendCommand(symbolic));

/** The first command: a conversation to talk about. */
export const firstCommand: fc.Arbitrary<Command> = firstRequest.map((symbolic) => new SendCommand(symbolic));
