import { writeSettings } from '#domain/operations/write-settings.ts';
import { json } from '#http/api.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { writtenObject } from '#http/representations.ts';
import { webchatChannelPatch } from '#http/schemas.ts';
import { settings } from '#http/settings.ts';
import { channelObject } from '#http/webchat-channel.ts';

/** PATCH /api/v2/webchat/channels/{channelId} */
export const handler = operation('patch-webchat-channel', async (input) => {
  const id = input.id('channelId');
  const body = input.body(webchatChannelPatch);
  const own = operationId(input);
  input.refuse();
  const { type, attributes } = body.settings.webchat;
  const changes = { ...(type && { type }), ...(attributes && { allowed: attributes.allowed }) };
  const channel = await writeSettings(settings.webChannel(id), own, (known) => ({ ...known, ...changes }));
  const names = changes.allowed?.map((one) => (typeof one === 'string' ? one : one.name)) ?? [];
  return json(200, input.mayRead ? channelObject(channel) : writtenObject({ id }, names));
});
