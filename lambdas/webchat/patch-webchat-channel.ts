import { contract } from '#contract/webchat/patch-webchat-channel.ts';
import { checkNames } from '#domain/attributes.ts';
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
    const { type, attributes, savedAttributes, retentionDays } = input.body.settings.webchat;
    const changes = { type, ...attributes, savedAttributes, retentionDays };
    checkNames(savedAttributes ?? [], input.violations);
    const write = {
      operation: readOperationId(input),
      what: `web channel "${id}"`,
      versions: [...input.ifMatch, ...matchBodyVersion(input.body.version)],
      change: (known: WebChannel) => applySettings(known, changes),
    };
    return { id, write };
  },
  async ({ id, write }) => {
    const channel = await writeSettings(settings.webChannel(id), write);
    return { status: 200, body: representChannel(channel), version: channel.version };
  },
);

/** What is given takes the place of what was there; null takes it away. */
function applySettings(known: WebChannel, changes: object): WebChannel {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const next = Object.entries({ ...known, ...Object.fromEntries(given) });
  return Object.fromEntries(next.filter(([, value]) => value !== null)) as unknown as WebChannel;
}
