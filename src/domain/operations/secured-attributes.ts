import { applyAttributeChanges } from '#domain/attributes.ts';
import type { Conversation, Envelope, SecuredChanges } from '#domain/conversation.ts';
import { suggestAmong } from '#domain/did-you-mean.ts';
import { executeAfterRead, findDuplicate, readConversation } from '#domain/execute.ts';
import type { JsonText } from '#domain/json.ts';
import { ANY_REQUEST, type OperationId, UNKEYED } from '#domain/operation-ids.ts';
import { assignInternalId, type IdSource } from '#domain/operations/assign-internal-id.ts';
import { assertNotBot, type FlowCaller, markExecution, requireOwnExecution } from '#domain/operations/flow-caller.ts';
import type { NotSet } from '#domain/operations/get-attributes.ts';
import { makeListed } from '#domain/refusal.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { RevealRecorder } from '#domain/reveal-log.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Plan, Requirements, VersionMatch } from '#domain/update.ts';
import {
  DataKeyLost,
  KeyServiceUnavailable,
  type Place,
  retryOnceKeyRemoved,
  type Unsealed,
  type Vault,
} from '#domain/vault.ts';

/** Where secured attributes are kept, and what seals them. */
export interface SecuredStore {
  readonly store: ConversationStore;
  readonly vault: Vault;
  readonly ids: IdSource;
  /** Is told before values are opened. @default nobody is */
  readonly reveals?: RevealRecorder | undefined;
}

/** The operation id of a write of secured values. Its fingerprint is made here: under the conversation's data key. */
export interface SecuredOperation extends OperationId {
  /** What the request says, for the fingerprint. Only with an Idempotency-Key. */
  readonly requestText?: string;
}

/** Secured values by name, in the clear; `null` removes. */
export type PlainChanges = ReadonlyMap<string, JsonText | null>;

/** A **Set Secured Data**. */
export interface SetSecured {
  readonly operation: SecuredOperation;
  readonly conversationId: string;
  readonly caller: FlowCaller;
  readonly attributes: PlainChanges;
}

/** Keeps sealed pending writes; they join the execution's batch and flush. Answers the conversation's revision. */
export async function setSecured(secured: SecuredStore, command: SetSecured): Promise<{ revision: number }> {
  const { operation, conversationId, caller, attributes } = command;
  await assertNotBot(secured.store, { operation: secured.ids.operation(), conversationId, caller });
  const { execution } = caller;
  const require: Requirements = {
    ...requireOwnExecution(caller),
    takesAttributes: true,
    states: ['active'],
    notBot: execution,
  };
  const { conversation, earlier } = await sealAndWrite(secured, conversationId, operation, require, attributes, {
    plan: (sealed, known) => ({
      ...markExecution(caller, known),
      pend: { execution, secured: sealed, at: operation.at },
    }),
  });
  return { revision: earlier ? earlier.revision + 1 : conversation.revision };
}

/** Whether a caller may read a secured name. What it may not read is not opened, and not there for it. */
export type Readable = (name: string) => boolean;

/** A **Get Secured Data**. */
export interface GetSecured {
  readonly conversationId: string;
  readonly caller: FlowCaller;
  /** The names wanted; none means all. */
  readonly names: readonly string[];
  readonly isReadable: Readable;
}

/** Answers the names wanted; the execution's own pending values come first. */
export async function getSecured(
  { store, vault, ids, reveals }: SecuredStore,
  { conversationId, caller, names, isReadable }: GetSecured,
): Promise<Opened & { notSet: readonly NotSet[] }> {
  await assertNotBot(store, { operation: ids.operation(), conversationId, caller });
  return retryOnceKeyRemoved(async () => {
    const { execution } = caller;
    const conversation = await readConversation(store, conversationId);
    const refusal = checkRequirements(conversation, {
      ...requireOwnExecution(caller),
      states: ['active', 'wrapup'],
      notBot: execution,
    });
    if (refusal) throw refusal;
    const pending = conversation.executions.get(execution)?.securedWrites ?? [];
    const all = applyAttributeChanges(conversation.secured, new Map(pending.map(({ name, value }) => [name, value])));
    const seen = new Map([...all].filter(([name]) => isReadable(name)));
    const wanted = names.length > 0 ? [...new Set(names)] : [...seen.keys()];
    const envelopes = new Map([...seen].filter(([name]) => wanted.includes(name)));
    const suggest = suggestAmong(seen.keys());
    const notSet = wanted.filter((name) => !seen.has(name)).map((name) => ({ name, ...suggest(name) }));
    const unsealed = await openEnvelopes({ store, vault, reveals }, conversation, envelopes);
    return { ...unsealed, notSet, version: conversation.securedVersion };
  });
}

/** The secured attributes of a conversation that a caller may read, and their version. */
export async function readSecured(
  { store, vault, reveals }: SecuredStore,
  conversationId: string,
  isReadable: Readable,
): Promise<Opened> {
  return retryOnceKeyRemoved(async () =>
    openSecured({ store, vault, reveals }, await readConversation(store, conversationId), isReadable),
  );
}

/** A replacement (PUT) or a merge (PATCH) of the secured attributes of a conversation. */
export interface WriteSecured {
  readonly operation: SecuredOperation;
  readonly conversationId: string;
  readonly attributes: PlainChanges;
  /** Whether names that `attributes` lacks are removed. */
  readonly replace: boolean;
  /** Whether the caller may write a name, and so remove it by a replacement. */
  readonly mayWrite: (name: string) => boolean;
  readonly versions: readonly VersionMatch[];
}

/**
 * Writes secured attributes, and answers the conversation after it.
 *
 * @throws Refusal `attribute-not-writable` for a replacement that would remove what the caller may not write.
 */
export async function writeSecured(secured: SecuredStore, command: WriteSecured): Promise<Conversation> {
  const { operation, conversationId, attributes, replace, mayWrite, versions } = command;
  const require: Requirements = { takesAttributes: true, states: ['active'], securedVersion: versions };
  const { conversation } = await sealAndWrite(secured, conversationId, operation, require, attributes, {
    check: (known) => {
      const kept = replace ? [...known.secured.keys()].filter((name) => !attributes.has(name) && !mayWrite(name)) : [];
      const errors = kept.map((name) => ({
        name,
        reason: 'would be removed, and is not among what the caller may write',
      }));
      if (errors.length > 0) throw makeListed('attribute-not-writable', errors);
    },
    plan: (sealed, known) => ({ secured: replace ? planReplacement(known, sealed) : sealed }),
  });
  return conversation;
}

/** Secured attributes in the clear. */
export interface Opened extends Unsealed {
  readonly version: number;
}

/** Opens the secured attributes of a conversation that a caller may read. */
export async function openSecured(secured: Opening, conversation: Conversation, isReadable: Readable): Promise<Opened> {
  const envelopes = new Map([...conversation.secured].filter(([name]) => isReadable(name)));
  const unsealed = await openEnvelopes(secured, conversation, envelopes);
  return { ...unsealed, version: conversation.securedVersion };
}

/** What opens secured values, and what is told of it. */
type Opening = Pick<SecuredStore, 'store' | 'vault' | 'reveals'>;

async function openEnvelopes(
  { store, vault, reveals }: Opening,
  conversation: Conversation,
  envelopes: ReadonlyMap<string, Envelope>,
): Promise<Unsealed> {
  if (envelopes.size > 0) await reveals?.record(conversation, [...envelopes.keys()]);
  return vault.open(placeOf(store, conversation), envelopes);
}

/** Where the secured values of a conversation belong. */
export function placeOf(store: ConversationStore, { id, internalId = '' }: Conversation): Place {
  return { key: store.itemKey(id), internalId };
}

/** Refuses what can be refused before the key service is asked, then seals, then writes. */
function sealAndWrite(
  { store, vault, ids }: SecuredStore,
  id: string,
  { requestText, ...own }: SecuredOperation,
  require: Requirements,
  attributes: PlainChanges,
  {
    check,
    plan,
  }: {
    readonly check?: (known: Conversation) => void;
    readonly plan: (sealed: SecuredChanges, known: Conversation) => Plan['changes'];
  },
) {
  return retryOnceKeyRemoved(async () => {
    const known = await readConversation(store, id);
    const values = new Map([...attributes].filter((entry): entry is [string, JsonText] => entry[1] !== null));
    const isRemoval = values.size === 0;
    const fingerprinted = async (place: Place): Promise<OperationId> => {
      if (requestText === undefined) return own;
      return {
        ...own,
        fingerprint: isRemoval ? REMOVAL_FINGERPRINT : await vault.fingerprint(place, `${own.key}\n${requestText}`),
      };
    };
    const earlier = await findSecuredDuplicate(known, own, isRemoval, () => fingerprinted(placeOf(store, known)));
    if (earlier) return { conversation: known, earlier };
    const refusal = checkRequirements(known, require);
    if (refusal) throw refusal;
    check?.(known);
    const { internalId, conversation = known } =
      values.size > 0 ? await assignInternalId(store, ids, known, require) : {};
    const envelopes =
      internalId === undefined
        ? new Map()
        : await vault.seal({ key: store.itemKey(id), internalId, isSealed: hasSealedValues(conversation) }, values);
    const sealed = new Map([...attributes.keys()].map((name) => [name, envelopes.get(name) ?? null]));
    const within = (now: Conversation) => {
      check?.(now);
      return {
        require: { ...require, ...(internalId !== undefined && { internalId }) },
        changes: plan(sealed, now),
      };
    };
    const operation = await fingerprinted(placeOf(store, { ...conversation, ...(internalId && { internalId }) }));
    return executeAfterRead(store, id, operation, within, conversation);
  });
}

/**
 * The fingerprint of every write that only removes: there may be no data key then, and none is needed. So two
 * removals under one Idempotency-Key count as the same request.
 */
const REMOVAL_FINGERPRINT = '-';

/** The earlier delivery of a write. The data key is only asked for where a fingerprint under it is to be compared. */
async function findSecuredDuplicate(
  known: Conversation,
  own: OperationId,
  isRemoval: boolean,
  fingerprinted: () => Promise<OperationId>,
) {
  const earlier = known.operations.get(own.key);
  if (!earlier || [UNKEYED, ANY_REQUEST].includes(earlier.fingerprint)) return findDuplicate(known, own);
  if (isRemoval) return findDuplicate(known, { ...own, fingerprint: REMOVAL_FINGERPRINT });
  // An earlier removal, or one from before fingerprints were made under data keys, was another request. There may be
  // no data key then.
  if (earlier.fingerprint === REMOVAL_FINGERPRINT || known.internalId === undefined) return findDuplicate(known, own);
  try {
    return findDuplicate(known, await fingerprinted());
  } catch (error) {
    // It was applied, whatever it was: that it can't be compared now must not make it look as if it was not.
    if (!(error instanceof KeyServiceUnavailable || error instanceof DataKeyLost)) throw error;
    return findDuplicate(known, { ...own, fingerprint: earlier.fingerprint });
  }
}

/** Whether there are sealed values on a conversation, pending ones too. */
function hasSealedValues({ secured, executions }: Conversation): boolean {
  const pending = [...executions.values()].flatMap(({ securedWrites }) => securedWrites);
  return secured.size > 0 || pending.some(({ value }) => value !== null);
}

/** The changes of a replacement: what is not named is removed. */
export function planReplacement(known: Conversation, sealed: SecuredChanges): SecuredChanges {
  const removed = [...known.secured.keys()].filter((name) => !sealed.has(name));
  return new Map([...removed.map((name) => [name, null] as const), ...sealed]);
}
