import type { Fault } from '../../faults/proxy.ts';
import { securedFlow, securedOf } from '../support/paths.ts';
import type { Request, World } from './world.ts';

type Made = Awaited<ReturnType<World['make']>>;

/** Ways in which a request to a store fails. */
const faults: Readonly<Record<string, Fault>> = {
  throttled: { forward: false, answer: { status: 400, type: 'ThrottlingException' } },
  failed: { forward: true, answer: { status: 500, type: 'InternalServerError' } },
  reset: { forward: true, answer: 'reset' },
  half: { forward: true, answer: 'half' },
  unexpected: { forward: false, answer: { status: 400, type: 'ValidationException' } },
};

/** Lets DynamoDB and KMS fail in every way under writes and reads of secured attributes. */
export async function provokeFailures(world: World): Promise<void> {
  await failStore(world);
  await failKms(world);
  await breakCiphertext(world);
}

/** Each request that a first secured write needs fails in each way. */
async function failStore(world: World): Promise<void> {
  for (const operation of ['GetItem', 'UpdateItem', 'PutItem']) {
    for (const [how, fault] of Object.entries(faults)) {
      const made = await makeThree(world);
      const lift = world.failStore((request) => (request.operation === operation ? fault : undefined));
      await attempt(world, made, how === 'unexpected' ? 500 : 503, `store-${operation}-${how}`);
      lift();
    }
  }
}

/** KMS refuses, fails or is not there while data keys are made. */
async function failKms(world: World): Promise<void> {
  for (const [name, status] of Object.entries({
    ThrottlingException: 400,
    AccessDeniedException: 400,
    KMSInvalidStateException: 400,
    KMSInternalException: 500,
  })) {
    world.kms.fail('GenerateDataKey', { name, status });
    await attempt(world, await makeThree(world), 503, `kms-${name}`);
    world.kms.fail('GenerateDataKey');
  }
  await overTheWire(world, 'DisableKey');
  await attempt(world, await makeThree(world), 503, 'kms-disabled');
  await overTheWire(world, 'EnableKey');
  const lift = world.failKms(() => faults.reset);
  await attempt(world, await makeThree(world), 503, 'kms-unreachable');
  lift();
  await attempt(world, await makeThree(world), undefined, 'after-outages');
}

async function overTheWire({ kms }: World, operation: 'DisableKey' | 'EnableKey'): Promise<void> {
  const headers = { 'x-amz-target': `TrentService.${operation}` };
  const response = await fetch(kms.url, { method: 'POST', headers, body: JSON.stringify({ KeyId: kms.keyId }) });
  if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
}

function makeThree({ make }: World): Promise<readonly Made[]> {
  return Promise.all([make(), make(), make()]);
}

/** A set, a replacement and a merge, each of a conversation of its own. @param status undefined: all succeed */
async function attempt(world: World, [a, b, c]: readonly Made[], status: number | undefined, origin: string) {
  const body = { attributes: { pin: world.secret(origin) } };
  const requests: readonly (Request | undefined)[] = [
    a && { method: 'POST', path: securedFlow(a), body },
    b && { method: 'PUT', path: securedOf(b), body: { ...body, version: 0 }, scopes: 'secured:write' },
    c && { method: 'PATCH', path: securedOf(c), body, scopes: 'secured:write' },
  ];
  await Promise.all(
    requests.map((request) => request && world.ask(status ?? (request.method === 'POST' ? 202 : 200), request)),
  );
}

/** Envelopes and data keys out of their places: they do not open, and what is in its place does. */
async function breakCiphertext({ make, ask, raw, secret }: World): Promise<void> {
  const made = await make();
  const body = { attributes: { pin: secret('moved'), card: secret('moved-too') } };
  await ask(200, { method: 'PATCH', path: securedOf(made), body, shows: true });
  const item = await raw.conversation(made.id);
  const reads = [securedOf(made), `${securedFlow(made)}?name=pin`, `${made.conversation}/export`];
  await raw.put('conversations', { ...item, 's/pin': item['s/card'] });
  const [all = '', named = '', whole = ''] = reads;
  for (const path of [all, whole]) await ask(200, { method: 'GET', path, shows: true });
  await ask(200, { method: 'GET', path: named });
  await giveForeignKey({ raw }, made, 'a-key-elsewhere');
  for (const path of reads) await ask(200, { method: 'GET', path });
  await ask(500, { method: 'PATCH', path: securedOf(made), body });
}

/** Gives a conversation a data key that the server has not in memory, and that KMS does not unwrap for it. */
async function giveForeignKey({ raw }: Pick<World, 'raw'>, made: Made, internalId: string): Promise<void> {
  const item = await raw.conversation(made.id);
  await raw.put('dataKeys', { ...(await raw.dataKey(item.internalId)), internalId });
  await raw.put('conversations', { ...item, internalId });
}

/** KMS breaks connections, and then gives no answer for as long as its client waits. */
export async function waitForKms({ make, ask, raw, secret, failKms }: World): Promise<void> {
  const made = await make();
  const body = { attributes: { pin: secret('kms-slow') } };
  await ask(200, { method: 'PATCH', path: securedOf(made), body, shows: true });
  await giveForeignKey({ raw }, made, 'a-slow-key');
  let attempts = 0;
  failKms(({ text }) => {
    if (!text.includes('a-slow-key')) return undefined;
    attempts += 1;
    // The last attempt of the client decides over the error.
    return attempts % 3 === 0 ? { forward: false, answer: 'silence' } : faults.reset;
  });
  const requests = [
    { method: 'PATCH', path: securedOf(made), body },
    { method: 'GET', path: securedOf(made) },
    { method: 'GET', path: securedFlow(made) },
  ];
  await Promise.all(requests.map((request) => ask(503, request)));
}

/** DynamoDB does what the first attempt at a write asks for, and gives no answer. */
export async function waitForStore({ make, ask, raw, secret, failStore }: World): Promise<void> {
  const made = await make();
  const { pk } = await raw.conversation(made.id);
  let attempts = 0;
  const lift = failStore(({ operation, text }) => {
    const isFirst = operation === 'UpdateItem' && text.includes(String(pk)) && attempts++ === 0;
    return isFirst ? { forward: true, answer: 'silence' } : undefined;
  });
  const body = { attributes: { pin: secret('store-slow') } };
  await ask(200, { method: 'PATCH', path: securedOf(made), body, shows: true });
  lift();
}
