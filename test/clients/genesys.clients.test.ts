import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { installFromPyPi } from '../../emulators/virtual-environment.ts';
import { useApi } from '../support/api.ts';
import { run } from '../support/run.ts';

const api = useApi();
const cwd = fileURLToPath(new URL('genesys', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/clients/genesys', import.meta.url));

test('the SDK of Genesys Cloud for Python gets, patches and secures, and is told what is refused; lists it does not get', async () => {
  const python = await installFromPyPi(cache, `${cwd}/requirements.txt`);
  const { id } = await api.make({ queueId: 'sales' });
  const said = await run(python, ['main.py', id], { cwd, env: { API_URL: api.url, PYTHONDONTWRITEBYTECODE: '1' } });
  expect(JSON.parse(said)).toEqual({
    id,
    year: expect.any(Number),
    customer: { id: 'customer-1', purpose: 'customer', attributes: { tier: 'gold' } },
    call: { tier: 'gold', n: '1' },
    secured: [1, 2],
    read: { pin: '1' },
    unknown: { status: 404, code: 'conversation-not-found' },
    stale: { status: 409, code: 'version-conflict' },
    state: 'connected',
    list: [id],
    other: { status: 404, code: 'conversation-not-found' },
  });
});
