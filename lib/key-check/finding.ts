/** One thing that was found out about a key. */
export interface Finding {
  /** Whether it is as it must be; undefined when it was not found out, which by itself is no failure. */
  readonly ok: boolean | undefined;
  /** What was found, in a sentence. */
  readonly text: string;
  /**
   * What to do about it, in lines.
   * @default - nothing
   */
  readonly fix?: readonly string[];
}

/** Whether a key with these findings can be used. */
export function isUsable(findings: readonly Finding[]): boolean {
  return findings.every(({ ok }) => ok !== false);
}

/** The findings as text, a line each and its fix indented under it, with the sum of them in the last line. */
export function report(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ ok, text, fix = [] }) => {
    const mark = ok === undefined ? '?' : ok ? 'ok' : 'FAILED';
    return [`${mark.padEnd(8)}${text}`, ...fix.map((line) => `        ${line}`)];
  });
  const sum = isUsable(findings) ? 'The key can be used.' : 'The key cannot be used yet.';
  return `${[...lines, sum].join('\n')}\n`;
}
