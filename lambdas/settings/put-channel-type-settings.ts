import { contract } from '#contract/settings/put-channel-type-settings.ts';
import { checkNames } from '#domain/attributes.ts';
import { typesWithoutSavedList } from '#domain/channel-types.ts';
import { writeSettings } from '#domain/operations/write-settings.ts';
import { operation } from '#http/chain/operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { matchBodyVersion } from '#http/request/preconditions.ts';
import { representWritten } from '#http/response/representations.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** PUT /api/v2/settings/channels/{type} */
export const handler = operation(
  contract,
  (input) => {
    const type = input.channelType();
    const { savedAttributes, retentionDays, activeMaxSeconds, version } = input.body;
    checkNames(savedAttributes, input.violations);
    if (savedAttributes.length > 0 && typesWithoutSavedList.includes(type)) {
      const reason = `must be empty: conversations of channel type "${type}" keep no attributes after their end`;
      input.violations.unprocessable('savedAttributes', reason);
    }
    const replaced = {
      savedAttributes,
      retentionDays,
      ...(activeMaxSeconds !== undefined && { activeMaxSeconds }),
    };
    const write = {
      operation: readOperationId(input),
      what: `the settings of channel type "${type}"`,
      versions: [...input.ifMatch, ...matchBodyVersion(version)],
      change: () => replaced,
    };
    return { type, write, names: replaced.savedAttributes };
  },
  async ({ type, write, names }, { mayRead }) => {
    const kept = await writeSettings(settings.channelType(type), write);
    const { version } = kept;
    return { status: 200, body: mayRead ? kept : representWritten({ id: type, version }, names), version };
  },
);
