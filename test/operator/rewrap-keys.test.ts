import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameTable } from '../../local/tables.ts';
import { type RewrapCounts, rewrapDataKeys } from '../../operator/data-keys/rewrap.ts';
import { useSecuredApi } from '../secured-api/support/api.ts';
import { securedOf } from '../secured-api/support/paths.ts';
import type { Paths } from '../support/paths.ts';

// Each test goes on where the one before has ended: the days of a change from one KMS key to another.
const secured = useSecuredApi();
const { api } = secured;
let kms: KMSClient;
let dynamodb: DynamoDBDocumentClient;
let newKey: string;

beforeAll(async () => {
  kms = new KMSClient({});
  dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  newKey = KeyMetadata?.Arn ?? '';
});
afterAll(() => {
  kms.destroy();
  dynamodb.destroy();
});

const waits: number[] = [];

function rewrap(options: { rate?: number; progress?: (counts: RewrapCounts) => void } = {}): Promise<RewrapCounts> {
  return rewrapDataKeys({
    dynamodb,
    kms,
    table: nameTable('dataKeys'),
    kmsKeyArn: newKey,
    rate: options.rate ?? 1_000_000,
    progress: options.progress ?? (() => undefined),
    pause: async (milliseconds) => waits.push(milliseconds),
  });
}

async function holding(pin: string): Promise<Paths> {
  const made = await api.make();
  expect((await api.send('PATCH', securedOf(made), { body: { attributes: { pin } } })).status).toBe(200);
  return made;
}

/** What is left of the data key of a conversation. */
async function dataKeyOf({ id }: Paths) {
  const { internalId } = await secured.raw.conversation(id);
  return secured.raw.dataKey(internalId);
}

const read = async (conversation: Paths) => {
  const { status, body } = await api.send('GET', securedOf(conversation));
  return status === 200 ? body.attributes : status;
};

const made: Paths[] = [];

function nth(index: number): Paths {
  const paths = made[index];
  if (paths === undefined) throw new Error(`No conversation ${index} is made`);
  return paths;
}

test('a data key says which KMS key wraps it', async () => {
  for (let at = 0; at < 12; at++) made.push(await holding(`${at}`));
  expect(await dataKeyOf(nth(0))).toMatchObject({ kmsKey: secured.kms.keyArn });
});

test('a deployment with another KMS key reads what was sealed before, and seals under the new one', async () => {
  process.env.KMS_KEY_ID = newKey;
  await secured.renew();
  expect(await read(nth(0))).toEqual({ pin: '0' });
  expect(await dataKeyOf(await holding('new'))).toMatchObject({ kmsKey: newKey });
});

test('a run that KMS ends leaves what it has wrapped, and another one goes on there', async () => {
  let first = 0;
  const fail = ({ rewrapped }: RewrapCounts) => {
    first = rewrapped;
    secured.kms.fail('ReEncrypt', { name: 'AccessDeniedException' });
  };
  await expect(rewrap({ progress: fail })).rejects.toMatchObject({ name: 'AccessDeniedException' });
  secured.kms.fail('ReEncrypt');
  expect(first).toBeGreaterThan(0);
  // Of 13, one was made under the new key.
  expect(await rewrap()).toEqual({ rewrapped: 12 - first, done: first + 1, removed: 0, unreadable: 0 });
});

test('once another run wraps none, the former key may go: everything is read without it', async () => {
  expect(await rewrap()).toEqual({ rewrapped: 0, done: 13, removed: 0, unreadable: 0 });
  await kms.send(new DisableKeyCommand({ KeyId: secured.kms.keyId }));
  await secured.renew();
  expect(await Promise.all(made.map(read))).toEqual(made.map((_, at) => ({ pin: `${at}` })));
});

test('a data key that is removed meanwhile stays removed', async () => {
  const { id, conversation } = nth(0);
  const { internalId } = await secured.raw.conversation(id);
  const row = await secured.raw.dataKey(internalId);
  await secured.raw.put('dataKeys', { ...row, kmsKey: 'another' });
  // Between the read of the row and its write.
  kms.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      expect((await api.send('DELETE', conversation)).status).toBe(204);
      return answer;
    },
    { step: 'initialize', name: 'erase' },
  );
  expect(await rewrap()).toEqual({ rewrapped: 0, done: 12, removed: 1, unreadable: 0 });
  kms.middlewareStack.remove('erase');
  expect(await secured.raw.dataKey(internalId)).toMatchObject({ shredded: true });
  expect(await secured.raw.dataKey(internalId)).not.toHaveProperty('wrapped');
});

test('one that was changed is counted, and the others are wrapped', async () => {
  const [damaged, whole] = [await dataKeyOf(nth(1)), await dataKeyOf(nth(2))];
  await secured.raw.put('dataKeys', { ...damaged, wrapped: whole?.wrapped, kmsKey: 'another' });
  await secured.raw.put('dataKeys', { ...whole, kmsKey: 'another' });
  expect(await rewrap()).toMatchObject({ rewrapped: 1, unreadable: 1 });
});

test('no more are wrapped in a second than it is told', async () => {
  for (const row of await secured.raw.all('dataKeys')) {
    if (row.wrapped) await secured.raw.put('dataKeys', { ...row, kmsKey: 'another' });
  }
  waits.length = 0;
  const { rewrapped, unreadable } = await rewrap({ rate: 1 });
  expect(rewrapped + unreadable).toBe(12);
  // A batch of ten, and the rest: what the batches took themselves counts.
  expect(waits).toHaveLength(2);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeLessThanOrEqual(12_000);
  expect(total).toBeGreaterThan(6_000);
});
