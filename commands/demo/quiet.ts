/** The log of the handlers, kept away from what is told. */
export interface Quiet {
  /** Writes to standard output all the same. */
  print(text: string): void;
  /** What would have been on standard output since. */
  readonly lines: readonly string[];
  /** Standard output is as before. */
  end(): void;
}

/** Keeps what others write to standard output to itself: handlers log there, a line for each request. */
export function quiet(): Quiet {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  const lines: string[] = [];
  stdout.write = (chunk: string | Uint8Array) => {
    lines.push(String(chunk));
    return true;
  };
  return {
    print: (text) => {
      write(text);
    },
    lines,
    end: () => {
      stdout.write = write;
    },
  };
}
