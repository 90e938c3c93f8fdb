import type { ConsoleSettings } from '../settings.ts';

/** Reads where the console runs. @throws Error where it is not told */
export async function readSettings(): Promise<ConsoleSettings> {
  const response = await fetch('settings.json');
  if (!response.ok) throw new Error(`settings.json: ${response.status}`);
  return (await response.json()) as ConsoleSettings;
}
