import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from './config.ts';

/** Where a server is: what two of them can't share. */
type Place = Pick<Config, 'dataDir' | 'host' | 'port'>;

/** What `readConfig` takes anyway: a command need not name these. */
const defaults: Readonly<Record<string, string>> = { DATA_DIR: '.local', HOST: '127.0.0.1', PORT: '3000' };

/** A command with its settings, to paste into a shell; on Windows into PowerShell. */
export function formatCommand(
  command: string,
  settings: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const set = Object.entries(settings)
    .filter(([name, value]) => value !== defaults[name])
    .map(([name, value]) => (platform === 'win32' ? `$env:${name}='${value}'; ` : `${name}=${quote(value)} `));
  return set.join('') + command;
}

/** The command that starts a server there: at this port, or at the next one that is free. */
export async function suggestStart({ dataDir, host, port }: Place): Promise<string> {
  return formatCommand('npm start', {
    DATA_DIR: dataDir,
    HOST: host,
    PORT: String(await findFreePort(host, port)),
  });
}

/** Makes one word of the shell. */
export function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** @returns 0, by which the system chooses one, when a hundred are taken */
async function findFreePort(host: string, first: number): Promise<number> {
  for (let port = first; port < Math.min(first + 100, 65_536); port++) {
    if (await isFree(host, port)) return port;
  }
  return 0;
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
