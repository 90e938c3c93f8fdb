import type { WebChannel } from '#domain/channel.ts';
import { writeSettings } from '#domain/operations/write-settings.ts';
import { etag, json } from '#http/api.ts';
import { operation as handle } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { bodyVersion } from '#http/preconditions.ts';
import { writtenObject } from '#http/representations.ts';
import { webchatChannelPatch } from '#http/schemas.ts';
import { settings } from '#http/settings.ts';
import { channelObject } from '#http/webchat-channel.ts';

/** PATCH /api/v2/webchat/channels/{channelId} */
export const handler = handle('patch-webchat-channel', async (input) => {
  const id = input.id('channelId');
  const body = input.body(webchatChannelPatch);
  const versions = [...input.ifMatch(), ...bodyVersion(body.version)];
  const what = `web channel "${id}"`;
  const operation = operationId(input);
  input.refuse();
  const { type, attributes } = body.settings.webchat;
  const changes = { ...(type && { type }), ...(attributes && { allowed: attributes.allowed }) };
  const change = (known: WebChannel) => ({ ...known, ...changes });
  const channel = await writeSettings(settings.webChannel(id), { operation, what, versions, change });
  const { version } = channel;
  const names = changes.allowed?.map((one) => (typeof one === 'string' ? one : one.name)) ?? [];
  return json(200, input.mayRead ? channelObject(channel) : writtenObject({ id, version }, names), etag(version));
});
