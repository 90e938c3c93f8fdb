import { securedFlow, securedOf } from '../support/paths.ts';
import type { Request, World } from './world.ts';

type Made = Awaited<ReturnType<World['make']>>;

/** Writes of secured attributes, by the fields that their bodies have beside these. */
function writesTo(made: Made): readonly { readonly request: Request; readonly more: object }[] {
  return [
    { request: { method: 'POST', path: securedFlow(made) }, more: {} },
    { request: { method: 'PUT', path: securedOf(made) }, more: { version: 1 } },
    { request: { method: 'PATCH', path: securedOf(made) }, more: {} },
  ];
}

/** Provokes every refusal of a write of secured attributes, with something secret in its body. */
export async function provokeRefusals(world: World): Promise<void> {
  const { ask, secret } = world;
  const made = await world.make();
  await ask(200, { method: 'PUT', path: securedOf(made), body: { attributes: { a: 'b' }, version: 0 } });
  const mail = await world.make({ type: 'email' });
  await ask(202, { method: 'POST', path: made.flow('bot'), body: { flowType: 'bot', attributes: {} } });
  for (const { request, more } of writesTo(made)) {
    const pin = secret(`refused-${request.method}`);
    const send = (status: number, body: unknown, options: Partial<Request> = {}) =>
      ask(status, { ...request, body, ...options });
    const whole = { attributes: { pin }, ...more };
    for (const { status, attributes } of badAttributes(pin)) await send(status, { ...more, attributes });
    await send(400, { ...whole, other: pin });
    await send(400, { ...more, attributes: pin });
    await send(400, pin);
    await send(400, `{"attributes":{"pin":"${pin}"`);
    await send(400, `{"attributes":{"pin":"${pin}" x}}`);
    await send(400, `{"attributes":{"pin":${pin}}}`);
    await send(400, `{"attributes":{"pin":"${pin}\t"}}`);
    await send(401, whole, { scopes: null });
    await send(401, whole, { scopes: null, headers: { authorization: 'Bearer none' } });
    await send(403, whole, { scopes: 'secured:read flow:write' });
    await send(400, whole, { headers: { 'idempotency-key': 'ü' } });
    await send(415, whole, { headers: { 'content-type': 'text/plain' } });
    await send(413, { ...whole, filler: 'x'.repeat(256 * 1024) });
    await ask(404, { ...request, path: request.path.replace(made.id, 'nobody'), body: whole });
    await ask(422, {
      ...request,
      path: request.path.replace(made.id, mail.id),
      body: { ...whole, ...('version' in more && { version: 0 }) },
    });
    await ask(400, { ...request, path: request.path.replace(made.id, '-'), body: whole });
    await ask(405, { ...request, method: 'DELETE', body: whole });
    await ask(404, { ...request, path: `${request.path}/${encodeURIComponent('pin')}`, body: whole });
  }
  const pin = secret('refused-otherwise');
  const body = { attributes: { pin } };
  await ask(403, { method: 'POST', path: securedFlow(made, 'said'), body: { ...body, flowType: 'bot' } });
  await ask(403, { method: 'POST', path: securedFlow(made, 'bot'), body });
  await ask(409, { method: 'PUT', path: securedOf(made), body: { ...body, version: 7 } });
  await ask(400, { method: 'PUT', path: securedOf(made), body: { ...body, version: pin } });
  await ask(412, { method: 'PATCH', path: securedOf(made), body, headers: { 'if-match': '"7"' } });
  await ask(422, { method: 'PUT', path: securedOf(made), body: { attributes: { pin, gone: null }, version: 1 } });
  const filled = Object.fromEntries(Array.from({ length: 9 }, (_, number) => [`n${number}`, pin.padEnd(8_000, '.')]));
  for (const { request, more } of writesTo(made)) await ask(413, { ...request, body: { ...more, attributes: filled } });
}

/** Bags that are refused, with something secret in every value. */
function badAttributes(pin: string): readonly { readonly status: number; readonly attributes: unknown }[] {
  const many = Array.from({ length: 101 }, (_, number) => [`n${number}`, pin]);
  return [
    { status: 400, attributes: { ' ': pin } },
    { status: 400, attributes: { 'tab\t': pin } },
    { status: 400, attributes: { ['x'.repeat(257)]: pin } },
    { status: 400, attributes: { '\ud800': pin } },
    { status: 422, attributes: { pin: pin.padEnd(8_192, '.') } },
    { status: 422, attributes: { pin: [pin] } },
    { status: 422, attributes: { pin: { pin } } },
    { status: 422, attributes: { pin: [[[[[[pin]]]]]] } },
    { status: 422, attributes: { card: pin, pin: 1 } },
    { status: 422, attributes: Object.fromEntries(many) },
    { status: 400, attributes: [pin] },
  ];
}
