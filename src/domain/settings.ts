import type { ChannelType } from '#domain/channel-types.ts';
import type { AppliedOperations } from '#domain/operation-ids.ts';
import type { Searchable } from '#domain/searchable.ts';

/** What is kept of the conversations of a channel type, and for how long they may be active. */
export interface ChannelTypeSettings {
  /** The names that stay after the conversation. */
  readonly savedAttributes: readonly string[];
  /** How long an ended conversation can be read, from its end. */
  readonly retentionDays: number;
  /** Seconds after the last write to an active conversation at which it ends. @default as the deployment says, or the type */
  readonly activeMaxSeconds?: number;
}

/** What one channel keeps, where that is not as its type says. */
export interface ChannelKeeping {
  readonly savedAttributes?: readonly string[];
  readonly retentionDays?: number;
}

/** What a conversation keeps when it leaves `active`. */
export interface Keeping extends Pick<ChannelTypeSettings, 'savedAttributes' | 'retentionDays'> {
  /** The list is that of its channel. */
  readonly isChannels?: boolean;
  /** Days of names that are kept for other times than `retentionDays`. @default none are */
  readonly ownDays?: ReadonlyMap<string, number>;
  /** The names by whose values conversations are found. @default none */
  readonly searchable?: Searchable;
}

/** What a conversation keeps: the settings of its channel come before those of its type. */
export function chooseKeeping(
  ofType: ChannelTypeSettings,
  { savedAttributes, retentionDays = ofType.retentionDays }: ChannelKeeping = {},
): Keeping {
  const isChannels = savedAttributes !== undefined;
  return { savedAttributes: savedAttributes ?? ofType.savedAttributes, retentionDays, isChannels };
}

/** The settings of a channel type before any are written. */
export const defaultSettings: ChannelTypeSettings = { savedAttributes: [], retentionDays: 90 };

/** Settings with the version that each write of them raises; 0 before the first. */
export type Versioned<Settings> = Settings & { readonly version: number };

/** Where settings are read. */
export interface SettingsStore {
  /** The settings of a channel type, or the default. Sees every write acknowledged before. */
  readChannelType(type: ChannelType): Promise<ChannelTypeSettings>;
  /** The same of one channel. */
  readWebChannel(id: string): Promise<ChannelKeeping>;
}

/** Settings with the operation ids that the writes of them have left. */
export interface KeptSettings<Settings> extends AppliedOperations {
  readonly settings: Settings;
}

/** Where one channel type's settings are written, or one web channel's. */
export interface SettingsRow<Settings> {
  /** What is kept, or the default at revision 0. Sees every write acknowledged before. */
  read(): Promise<KeptSettings<Settings>>;
  /** Replaces it whole if nothing was written since `revision`. @returns whether it did */
  replace(next: KeptSettings<Settings>, revision: number): Promise<boolean>;
}

/** How long things may stay as they are, in seconds (`docs/decisions/0006-what-is-due.md`). */
export interface Leases {
  /** Pending writes, from the first of an execution: then they are flushed. */
  readonly pendingSeconds: number;
  /** An active conversation, from the last write to it: then it ends. @default by its channel type */
  readonly activeSeconds?: number;
  /** Wrap-up, from the end of the conversation: then it is handled. */
  readonly wrapupSeconds: number;
}

/** 60 minutes each. */
export const defaultLeases: Leases = { pendingSeconds: 3_600, wrapupSeconds: 3_600 };
