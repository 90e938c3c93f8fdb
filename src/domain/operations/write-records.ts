import type { AttributeChanges } from '#domain/attributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import type { DataSchema } from '#domain/data-schema.ts';
import { executeAfterRead } from '#domain/execute.ts';
import type { JsonText } from '#domain/json.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { planPatch } from '#domain/operations/patch-conversation.ts';
import { makeListed, Refusal, Violations } from '#domain/refusal.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Plan, VersionMatch } from '#domain/update.ts';

/** What is written of a record: the values that a conversation's data has of the names in a schema. */
export interface RecordWrite {
  readonly schema: DataSchema;
  /** Values of names in the schema; `null` removes one. */
  readonly attributes: AttributeChanges;
}

/** A write of records of one conversation: of all or of none. */
export interface WriteRecords {
  readonly operation: OperationId;
  readonly conversationId: string;
  readonly records: readonly RecordWrite[];
  /**
   * `replace`: what is not given of a record is removed, and a record that is not there is made. `merge`: it stays, and the record must be
   * there. `remove`: all of it goes.
   */
  readonly how: 'replace' | 'merge' | 'remove';
  /** Of the conversation. */
  readonly versions: readonly VersionMatch[];
  /** Whether the caller may write a name. */
  readonly mayWrite: (name: string) => boolean;
}

/**
 * Writes records. Nobody writes the same names in between.
 *
 * @throws Refusal what the conversation does not allow; `record-not-found`; `unprocessable-content` for a record without a name that its
 * schema requires; `attribute-not-writable` for what would be removed.
 */
export async function writeRecords(store: ConversationStore, command: WriteRecords): Promise<Conversation> {
  const { conversationId, operation } = command;
  const { conversation } = await executeAfterRead(store, conversationId, operation, (known) => plan(command, known));
  return conversation;
}

function plan(
  { operation, conversationId, records, how, versions, mayWrite }: WriteRecords,
  known: Conversation,
): Plan {
  const changes = records.map((one) => changesOf(one, how, known));
  const data = new Map(changes.flatMap((some) => [...some]));
  const planned = planPatch({ operation, conversationId, data, versions }, known);
  const refusal = checkRequirements(known, planned.require);
  if (refusal) throw refusal;
  for (const { schema } of records) if (how !== 'replace') requireRecord(schema, known);
  requireWritable(data, records, mayWrite);
  if (how !== 'remove') requireComplete(records, data, known);
  // The names that stay as they are count too: the record is as it was judged.
  const values = new Map<string, JsonText | undefined>(
    records.flatMap(({ schema }) => namesOf(schema)).map((name) => [name, known.data.get(name)]),
  );
  return { ...planned, require: { ...planned.require, values: [{ owner: undefined, attributes: values }] } };
}

/** What a write changes of the data. What is to be removed and is not there is left alone. */
function changesOf(
  { schema, attributes }: RecordWrite,
  how: WriteRecords['how'],
  known: Conversation,
): AttributeChanges {
  if (how === 'merge') return attributes;
  const gone = namesOf(schema).filter((name) => known.data.has(name) && (attributes.get(name) ?? null) === null);
  const given = [...attributes].filter(([, value]) => value !== null);
  return new Map([...given, ...gone.map((name) => [name, null] as const)]);
}

/** What is given was looked at before: only what a replacement removes was not. */
function requireWritable(
  data: AttributeChanges,
  records: readonly RecordWrite[],
  mayWrite: WriteRecords['mayWrite'],
): void {
  const isGiven = (name: string) => records.some(({ attributes }) => attributes.has(name));
  const locked = [...data.keys()].filter((name) => !isGiven(name) && !mayWrite(name));
  if (locked.length === 0) return;
  const errors = locked.map((name) => ({
    name,
    reason: 'is not among what the caller may write, and would be removed',
  }));
  throw makeListed('attribute-not-writable', errors);
}

function requireComplete(records: readonly RecordWrite[], data: AttributeChanges, known: Conversation): void {
  const violations = new Violations();
  for (const { schema } of records) {
    for (const name of schema.required) {
      const after = data.has(name) ? data.get(name) : known.data.get(name);
      if (after !== undefined && after !== null) continue;
      violations.unprocessable(`customAttributes.${name}`, `is required by the schema "${schema.id}"`);
    }
  }
  violations.refuse();
}

/**
 * Whether a conversation has a record: a value of some name in the schema.
 *
 * @param isHidden whether the caller may not know of a name. @default it may of all
 */
export function hasRecord(
  schema: DataSchema,
  { data }: Conversation,
  isHidden: (name: string) => boolean = () => false,
): boolean {
  return schema.fields.some(({ name }) => data.has(name) && !isHidden(name));
}

/** @throws Refusal `record-not-found` */
export function requireRecord(
  schema: DataSchema,
  conversation: Conversation,
  isHidden?: (name: string) => boolean,
): void {
  if (hasRecord(schema, conversation, isHidden)) return;
  throw new Refusal('record-not-found', `Conversation "${conversation.id}" has no record "${schema.id}"`);
}

function namesOf({ fields }: DataSchema): readonly string[] {
  return fields.map(({ name }) => name);
}
