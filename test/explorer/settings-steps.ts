import { defaultChannel, type WebChannel } from '#domain/channel.ts';
import { writeSettings } from '#domain/operations/write-settings.ts';
import { type ChannelTypeSettings, defaultSettings, type SettingsRow } from '#domain/settings.ts';
import type { DynamoDbSettingsStore } from '#dynamodb/settings-store.ts';
import { type Named, refuseAny, staleVersions } from '../reference/requirements.ts';
import { unlessRefused } from './decision.ts';
import { type ModelSettings, modelText } from './model.ts';
import { type Step, sent } from './step.ts';

/** A replacement of the settings of a channel type. */
export function putSettings(savedAttributes: readonly string[], version?: Named): Step {
  const replaced = { savedAttributes, retentionDays: 1 };
  return write<ChannelTypeSettings>(`put settings ${JSON.stringify(replaced)}`, version, {
    row: (settings) => settings.channelType('voice'),
    before: defaultSettings,
    change: () => replaced,
  });
}

/** A patch of a web channel. */
export function patchChannel(changes: Partial<WebChannel>, version?: Named): Step {
  return write<WebChannel>(`patch web channel ${JSON.stringify(changes)}`, version, {
    row: (settings) => settings.webChannel('shop'),
    before: defaultChannel,
    change: (known) => ({ ...known, ...changes }),
  });
}

interface Write<Settings> {
  readonly row: (settings: DynamoDbSettingsStore) => SettingsRow<Settings>;
  /** What is there where nobody has written any. */
  readonly before: Settings;
  readonly change: (known: Settings) => Settings;
}

function write<Settings extends object>(
  what: string,
  version: Named | undefined,
  { row, before, change }: Write<Settings>,
): Step {
  const versions = version ? [version] : [];
  const title = version ? `${what} on version ${version.oneOf}` : what;
  return {
    ...sent(title),
    decide: (model) => {
      const { version: current, set } = model.there === 'settings' ? model : { version: 0, set: before };
      const next: ModelSettings = { there: 'settings', version: current + 1, set: change(set as Settings) };
      return unlessRefused(() => {
        refuseAny(staleVersions(current, versions));
        return { next };
      });
    },
    run: async ({ settings, operation }) => {
      const { version: written, ...set } = await writeSettings(row(settings), { operation, what, versions, change });
      const text = modelText({ there: 'settings', version: written, set });
      return { text, isTrue: ({ effect }) => effect?.since.includes(text) ?? false };
    },
  };
}
