import type { AttributeChanges } from '#domain/attributes.ts';
import type { ErasureJournal } from '#domain/erasure-journal.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import type { EndDependencies } from '#domain/operations/end-conversation.ts';
import type { SecuredStore } from '#domain/operations/secured-attributes.ts';
import type { Searchable } from '#domain/searchable.ts';
import type { ChannelTypeSettings, Leases } from '#domain/settings.ts';
import type { DataKeyRemover } from '#domain/vault.ts';
import type { DynamoDbConversationStore, StoreOptions } from '#dynamodb/conversation-store.ts';
import type { DynamoDbSettingsStore } from '#dynamodb/settings-store.ts';
import type { Decision } from './decision.ts';
import type { Model } from './model.ts';

/** What the explorer has noticed of an operation, by which its answer is judged. */
export interface Evidence {
  /** The write that was this operation, when there was one. */
  readonly effect: Effect | undefined;
  /** What the rules would have answered, or refused, at each moment from the request to its answer. */
  readonly seen: ReadonlySet<string>;
}

/** The one write that was an operation. */
export interface Effect {
  /** What the rules answer to it. */
  readonly answer: string;
  /** The item's revision after it. */
  readonly revision: number;
  /** The texts of all models since, this write's first. */
  readonly since: readonly string[];
}

/** What an operation answered. */
export interface Answer {
  /** For the report of a violation. */
  readonly text: string;
  /** Whether it is true. */
  readonly isTrue: (evidence: Evidence) => boolean;
}

/** Where the code runs: one caller's connection to the tables. */
export interface Context {
  readonly store: DynamoDbConversationStore;
  readonly options: StoreOptions;
  readonly ending: EndDependencies;
  readonly secured: SecuredStore;
  readonly dataKeys: DataKeyRemover;
  readonly settings: DynamoDbSettingsStore;
  readonly journal: ErasureJournal;
  /** Tells this delivery of the operation from others. */
  readonly delivery: string;
  /** The operation's own id, the same however often the caller sends it. */
  readonly operation: OperationId;
}

/** One operation of the API, or of the sweeper: the real code, and what the rules say of it. */
export interface Step {
  readonly title: string;
  /** The caller's clock, in epoch milliseconds. */
  readonly at: number;
  /** The operation's key: the same however often the caller sends it. */
  readonly key: string;
  /** Runs the code. What it throws is its answer too. */
  readonly run: (context: Context) => Promise<Answer>;
  readonly decide: (model: Model) => Decision;
  /**
   * A sweep: what its writes may make of a conversation, to which somebody wrote last at that time. Any other step has one
   * write, which `decide` tells.
   */
  readonly permits?: (model: Model, lastWrite: number) => readonly Model[];
}

/** What the edge refuses a caller who has no right to a call queue. */
export class NoRight extends Error {
  override readonly name = 'NoRight';
}

/** What a step may say of its caller: its clock, and the operation's key. */
export interface Sent {
  /** Milliseconds after the start. @default 0 */
  readonly after?: number;
  /** @default one for each step */
  readonly key?: string;
}

let made = 0;

/** What every step has. Its key has the form of those that requests make. */
export function sent(title: string, { after = 0, key }: Sent = {}): Pick<Step, 'title' | 'at' | 'key'> {
  made += 1;
  return { title, at: start + after, key: key ?? `op-${String(made).padStart(9, '0')}` };
}

/** The conversation of every scenario. */
export const conversationId = 'c-1';

/** The key under which ids are stored. */
export const idKey = 'key';

/** When every scenario begins: a whole second, in epoch milliseconds. */
export const start = Date.UTC(2026, 0, 1);

/** Milliseconds of minutes. */
export const minutes = (count: number): number => count * 60_000;

/** What is saved in every scenario, for three days. */
export const settings: ChannelTypeSettings = { savedAttributes: ['tier', 'found'], retentionDays: 3 };

/** By whose values conversations are found in every scenario: the first one is saved, too. */
export const searchable: Searchable = [
  ['found', 1],
  ['looked for', 4],
];

/** Wrap-up is shorter than the lease of pending writes, so that one can't pass for the other. */
export const leases: Required<Leases> = { pendingSeconds: 3_600, activeSeconds: 86_400, wrapupSeconds: 600 };

/** Attributes as scenarios write them, with their values as JSON texts. */
export type Bag = Readonly<Record<string, string>>;

/** Changes as scenarios write them: `null` removes. */
export type BagChanges = Readonly<Record<string, string | null>>;

/** Changes as the domain and the reference have them. */
export function changesOf(attributes: BagChanges): AttributeChanges {
  return new Map(Object.entries(attributes)) as unknown as AttributeChanges;
}
