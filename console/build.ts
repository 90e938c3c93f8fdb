import { join } from 'node:path';

/** A file of the console: its name below `console/`, and what is in it. */
export interface ConsoleFile {
  readonly name: string;
  readonly text: string;
}

const folder = import.meta.dirname;

/**
 * Bundles the console: the page, and a script and a style whose names change with what is in them.
 *
 * @throws Error from esbuild, when something does not compile
 */
export async function buildConsole(): Promise<readonly ConsoleFile[]> {
  // Loaded here: who only calls the API need not wait for it.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ['src/main.tsx'],
    tsconfig: join(folder, 'tsconfig.json'),
    outdir: '.',
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    legalComments: 'none',
    format: 'esm',
    platform: 'browser',
    target: 'es2024',
    write: false,
    logLevel: 'warning',
  });
  const assets = outputFiles.map(({ path, text }) => ({ name: path.slice(folder.length + 1), text }));
  const nameOf = (ending: string) => assets.find(({ name }) => name.endsWith(ending))?.name ?? '';
  return [{ name: 'index.html', text: writePage(nameOf('.js'), nameOf('.css')) }, ...assets];
}

function writePage(script: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Conversation Attributes</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
<script type="module" src="${script}"></script>
<div id="console"></div>
</html>
`;
}

/**
 * The headers of the console's page: nothing runs but its own script, and it talks to its own origin and to the issuer only.
 *
 * @param issuers - the origins of the issuer's end points, where they are not that of the page
 */
export function headersOfPage(issuers: readonly string[] = []): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    ["connect-src 'self'", ...issuers].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
