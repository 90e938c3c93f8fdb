import { fileURLToPath } from 'node:url';
import { installFromPyPi } from '../virtual-environment.ts';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/**
 * Gets the emulator from PyPI, once for each list of requirements, into a virtual environment of its own.
 * @param cache - where it is kept from one time to the next.
 * @returns the Python that can run it.
 * @throws Error with what pip said.
 */
export function install(cache: string): Promise<string> {
  return installFromPyPi(cache, requirements);
}
