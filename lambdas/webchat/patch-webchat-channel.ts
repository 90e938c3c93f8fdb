import { contract } from '#contract/webchat/patch-webchat-channel.ts';
import type { WebChannel } from '#domain/channel.ts';
import { writeSettings } from '#domain/operations/write-settings.ts';
import { operation } from '#http/chain/operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { matchBodyVersion } from '#http/request/preconditions.ts';
import { representChannel } from '#http/response/webchat-channel.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** PATCH /api/v2/webchat/channels/{channelId} */
export const handler = operation(
  contract,
  (input) => {
    const id = input.id('channelId');
    const { type, attributes } = input.body.settings.webchat;
    const changes = { ...(type && { type }), ...(attributes && { allowed: attributes.allowed }) };
    const write = {
      operation: readOperationId(input),
      what: `web channel "${id}"`,
      versions: [...input.ifMatch, ...matchBodyVersion(input.body.version)],
      change: (known: WebChannel) => ({ ...known, ...changes }),
    };
    return { id, write };
  },
  async ({ id, write }) => {
    const channel = await writeSettings(settings.webChannel(id), write);
    return { status: 200, body: representChannel(channel), version: channel.version };
  },
);
