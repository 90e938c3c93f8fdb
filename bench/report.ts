import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A figure of one kind of function, and how it compares. */
export interface Figure {
  /** What is measured, such as `set, start to first answer`. */
  readonly what: string;
  readonly unit: string;
  readonly kind: string;
  /** Median. */
  readonly value: number;
  /** Of what the smallest function with the SDK takes in the same run. */
  readonly ratio: number;
  /** The same, of what both take above a function that does nothing. */
  readonly ratioAboveEmpty: number;
}

/** Prints the figures as a table. */
export function printTable(figures: readonly Figure[]): void {
  const rows = [
    ['', 'function', '', 'of the smallest', 'above an empty one'],
    ...figures.map(({ what, unit, kind, value, ratio, ratioAboveEmpty }) => [
      ...[what, kind, `${value.toFixed(1)} ${unit}`, ratio.toFixed(2)],
      Number.isFinite(ratioAboveEmpty) ? ratioAboveEmpty.toFixed(2) : '',
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
}

/** Writes the figures as JSON, and as bars. */
export async function writeResults(directory: string, figures: readonly Figure[], about: object): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'functions.json'), `${JSON.stringify({ ...about, figures }, undefined, 2)}\n`);
  await writeFile(join(directory, 'functions.svg'), drawBars(figures));
}

const ROW = 22;
const LEFT = 360;
const WIDTH = 900;

function drawBars(figures: readonly Figure[]): string {
  const most = Math.max(1, ...figures.map(({ ratio }) => ratio));
  const scale = (WIDTH - LEFT - 80) / most;
  const bars = figures.map(({ what, kind, ratio }, row) => {
    const y = 30 + row * ROW;
    const width = (ratio * scale).toFixed(1);
    return [
      `<text x="${LEFT - 8}" y="${y + 13}" text-anchor="end">${escapeText(`${what}: ${kind}`)}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${width}" height="${ROW - 6}" fill="#4573b3"/>`,
      `<text x="${LEFT + Number(width) + 6}" y="${y + 13}">${ratio.toFixed(2)}</text>`,
    ].join('\n');
  });
  const one = LEFT + scale;
  const height = 40 + figures.length * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="13">
<text x="${LEFT}" y="18">of the smallest function with the SDK; less is better</text>
<line x1="${one}" y1="24" x2="${one}" y2="${height - 8}" stroke="#999"/>
${bars.join('\n')}
</svg>
`;
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
