import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { useSecuredApi } from './support/api.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

const body = JSON.stringify({ attributes: { pin: '1234' } });

/** The beginnings of hashes that anybody can compute who guesses the request. */
const hashes = ['base64url', 'hex'].map((encoding) =>
  createHash('sha256')
    .update(body)
    .digest(encoding as 'hex')
    .slice(0, 8),
);

test.each([
  { write: 'a set', method: 'POST', path: securedFlow },
  { write: 'a patch', method: 'PATCH', path: securedOf },
])(
  '$write leaves nothing in the store that a guess of the value can be checked against without the key',
  async ({ method, path }) => {
    const made = await api.make();
    await api.ok(method, path(made), { body });
    await api.ok(method, path(made), { body, headers: { 'idempotency-key': 'again' } });
    const live = JSON.stringify(await secured.raw.conversation(made.id));
    await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
    const after = JSON.stringify(await secured.raw.conversation(made.id));
    for (const hash of hashes) expect([live, after].filter((item) => item.includes(hash))).toEqual([]);
  },
);
