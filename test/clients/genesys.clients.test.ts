import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { installFromPyPi } from '../../emulators/virtual-environment.ts';
import { useApi } from '../support/api.ts';
import { run } from '../support/run.ts';

const api = useApi();
const cwd = fileURLToPath(new URL('genesys', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/clients/genesys', import.meta.url));

test('the SDK of Genesys Cloud for Python gets, patches and secures, writes custom attributes by a schema, and is told what is refused', async () => {
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
    schema: ['claims', 1, ['claimNumber', 'damage'], expect.any(Number)],
    schemas: ['claims'],
    record: ['claims', 'claims', { claimNumber: 'C-1', damage: 900 }],
    bulk: 200,
    listed: [{ claimNumber: 'C-1', damage: 1200 }],
    removed: { status: 404, code: 'record-not-found' },
    unknown: { status: 404, code: 'conversation-not-found' },
    stale: { status: 409, code: 'version-conflict' },
    state: 'connected',
    list: [id],
    other: { status: 404, code: 'conversation-not-found' },
  });
});
