import { createInterface } from 'node:readline';

/** Where the demo waits for its reader. */
export interface Stops {
  /** Waits for Enter. Where no more lines come it goes on. */
  readonly wait: () => Promise<void>;
  end(): void;
}

/** Waits for the lines of a terminal. */
export function makeStops(input: NodeJS.ReadableStream, print: (text: string) => void): Stops {
  const terminal = createInterface({ input });
  const lines = terminal[Symbol.asyncIterator]();
  return {
    wait: async () => {
      print('\n[Enter] ');
      const { done } = await lines.next();
      if (done) print('\n');
    },
    end: () => terminal.close(),
  };
}
