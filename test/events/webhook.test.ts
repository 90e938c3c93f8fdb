import { expect, test } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import { post, readSigningKeys, sign, signEvent } from '../../lambdas/events/webhook.ts';
import { isSigned, useReceiver } from './receiver.ts';

const receiver = useReceiver();
const secret = `whsec_${Buffer.from('a secret of 24 characters').toString('base64')}`;
const other = `whsec_${Buffer.from('the next secret of a hook').toString('base64')}`;

/** An event of a conversation whose id no header takes. */
const event = { id: 'Gespräch 1:1800000000000:2:1', subject: 'Gespräch 1', data: { values: { name: 'Zoë' } } };
const signed = (id = event.id, keys = readSigningKeys(secret)) =>
  signEvent({ ...event, id } as unknown as CloudEvent, keys, 1_800_000_000);

test('signs as the example of the specification', () => {
  const [key = Buffer.alloc(0)] = readSigningKeys('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', seconds: 1_614_265_330, body: '{"test": 2432232314}' };
  expect(sign(message, key)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('a receiver finds the event, and the signature of what it got; of nothing else', async () => {
  expect(await post(receiver.url, signed())).toBeUndefined();
  const [received] = receiver.taken;
  if (!received) throw new Error('nothing was received');
  expect(received.event).toEqual(event);
  expect(received.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-timestamp': '1800000000' });
  expect(isSigned(received, secret)).toBe(true);
  expect(isSigned(received, other)).toBe(false);
  expect(isSigned({ ...received, body: received.body.replace('Zoë', 'Eve') }, secret)).toBe(false);
});

test('while a secret is changed both sign', () => {
  const { headers, body } = signed(event.id, readSigningKeys(`${other} ${secret}`));
  expect(isSigned({ headers, body }, secret)).toBe(true);
  expect(isSigned({ headers, body }, other)).toBe(true);
});

test('an event has the same webhook-id however often it is sent, and no other event has it', () => {
  const idOf = (id: string) => signed(id).headers['webhook-id'];
  expect(idOf(event.id)).toMatch(/^evt_[\w-]{22}$/);
  expect(idOf(event.id)).toBe(idOf(event.id));
  expect(idOf('Gespräch 1:1800000000000:2:2')).not.toBe(idOf(event.id));
});

test.each([
  ['', 'nothing'],
  ['4711-canary', 'no secret of a webhook'],
  ['whsec_Y2FuYXJ5', 'one that is too short'],
  [`whsec_${Buffer.alloc(65).toString('base64')}`, 'one that is too long'],
  [`${secret}  ${secret}`, 'two spaces'],
])('refuses %j as a secret: it is %s, and does not repeat it', (given) => {
  expect(() => readSigningKeys(given)).toThrow('"whsec_" and 24 to 64 random bytes in base64');
  expect(() => readSigningKeys(given)).not.toThrow(/canary|Y2Fu/);
});

test.each([201, 204])('a receiver that answers %i has taken it', async (status) => {
  receiver.answer = () => status;
  expect(await post(receiver.url, signed())).toBeUndefined();
});

test.each([302, 400, 410, 429, 500])('one that answers %i has not', async (status) => {
  receiver.answer = () => status;
  expect(await post(receiver.url, signed())).toBe(String(status));
});

test('nor has one that is not there, or answers nothing in time; the reason does not have the address', async () => {
  expect(await post('http://127.0.0.1:1/hook?token=canary', signed())).toMatch(/^E?CONNREFUSED$|^TypeError$|^ECONN/);
  receiver.answer = () => 'nothing';
  expect(await post(receiver.url, signed(), 1)).toBe('TimeoutError');
});
