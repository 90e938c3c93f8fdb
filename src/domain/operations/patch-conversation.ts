import type { AttributeChanges } from '#domain/attributes.ts';
import {
  attributesOf,
  type Conversation,
  findParticipant,
  isAlias,
  type Owner,
  type Participant,
  type Wrapup,
} from '#domain/conversation.ts';
import { execute, executeAfterRead } from '#domain/execute.ts';
import { type JsonText, saySame } from '#domain/json.ts';
import { listMerged, mergeObjects, type WhyNotMerged } from '#domain/merge-patch.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import {
  isWrongGuess,
  listParticipants,
  type OwnerGuess,
  requireSameOwners,
  resolveOwner,
} from '#domain/operations/owner.ts';
import { assertLive } from '#domain/operations/read-conversation.ts';
import { makeListed, Refusal, type Violation, Violations } from '#domain/refusal.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { OwnerChanges, OwnerValues, Plan, Requirements, VersionMatch } from '#domain/update.ts';

/** Attributes to merge into those of one participant. */
export interface ParticipantPatch {
  /** Its id or alias. */
  readonly participant: string;
  readonly attributes: AttributeChanges;
  readonly versions: readonly VersionMatch[];
  /** It is written only if these of its attributes have these values; null: are not there. @default whatever they have */
  readonly expected?: AttributeChanges | undefined;
  /** Set if the request repeats fields of the participant as they were read. */
  readonly asRead?: AsRead;
}

/** Fields of a participant that a request repeats, which no patch changes. */
export interface AsRead {
  /** The repeated fields that differ from the current ones, and why they are refused. */
  readonly changed: (participant: Participant, conversation: Conversation) => readonly Violation[];
  /** It had left when it was read: the request may repeat it, if its attributes are unchanged too. */
  readonly hasLeft: boolean;
  /** Whether the caller may read a name: only then it may learn that a value is as it was. */
  readonly mayRead: (name: string) => boolean;
}

/** A change of a conversation that readers see at once: all of it or nothing. */
export interface PatchConversation {
  readonly operation: OperationId;
  readonly conversationId: string;
  /** The call queue to which it goes; `null`: to none. */
  readonly queueId?: string | null | undefined;
  /**
   * Throws when the caller may not move a conversation that has left `active`: from then on its call queue decides
   * who sees what is kept. @default every caller may
   */
  readonly authorize?: ((conversation: Conversation) => void) | undefined;
  readonly wrapup?: Wrapup | undefined;
  readonly data?: AttributeChanges | undefined;
  readonly participants?: readonly ParticipantPatch[];
  /** It is written only if these names of `data` have these values; null: are not there. @default whatever they have */
  readonly expected?: AttributeChanges | undefined;
  /** Whether the caller may learn if attributes have the values that it expects. @default it may, of every conversation */
  readonly mayCompare?: ((conversation: Conversation) => boolean) | undefined;
  /** Of the conversation. */
  readonly versions: readonly VersionMatch[];
  /**
   * Objects are merged with the values that are there, as RFC 7396 says, and this says what is wrong with the result by the
   * definition of its name. @default they replace them
   */
  readonly whyNotMerged?: WhyNotMerged | undefined;
  /**
   * The `interactions` view: a conversation that is not active does not exist there (404), instead of having ended
   * (409).
   */
  readonly liveOnly?: boolean;
  /** What a repeated answer needs besides the conversation. */
  readonly result?: string;
  /** What earlier patches have found out, where an alias may be the only participant. @default a patch by an alias reads first */
  readonly guess?: OwnerGuess;
}

/** The conversation after a patch, and the participants that it changed, by their ids. */
export interface Patched {
  readonly conversation: Conversation;
  readonly participants: readonly string[];
}

/** Applies a patch. Aliases, and what it repeats of participants, are looked up first. */
export async function patchConversation(store: ConversationStore, patch: PatchConversation): Promise<Patched> {
  // Checked before the read: the request is wrong whatever the conversation is.
  assertNamedOnce((patch.participants ?? []).map(({ participant }) => participant));
  const [one, ...others] = patch.participants ?? [];
  const alias = one && isAlias(one.participant) && others.length === 0 ? one.participant : undefined;
  const isGuessed = alias !== undefined && patch.guess?.isWorthTrying(alias) === true;
  const needsRead = patch.participants?.some(
    ({ participant, asRead }) => asRead !== undefined || (isAlias(participant) && !isGuessed),
  );
  const run =
    needsRead || patch.whyNotMerged || (patch.mayCompare && expectsValues(patch)) ? executeAfterRead : execute;
  const { conversation, plan, earlier } = await run(store, patch.conversationId, patch.operation, (known) => {
    if (patch.liveOnly && known) assertLive(known);
    if (isGuessed && known && isWrongGuess(alias, known)) patch.guess?.wasWrong(alias);
    return planPatch(patch, known);
  });
  // If the request had aliases, the first delivery has kept the ids that they meant.
  if (!patch.participants) return { conversation, participants: [] };
  const given = patch.participants.map(({ participant }) => participant);
  const kept = earlier?.result === undefined ? given : JSON.parse(earlier.result);
  // An alias still means the same participant after the write: none has joined in between.
  const meant = plan && listParticipants(...given.map((id) => resolveOwner(id, conversation)));
  return { conversation, participants: meant ?? kept };
}

/**
 * The write of a patch.
 *
 * @throws what `authorize` throws.
 */
export function planPatch(patch: PatchConversation, known: Conversation | undefined): Plan {
  const move = planMove(patch, known);
  const comparison = planComparison(patch, known);
  const { data, expected = new Map(), queueId, wrapup, versions } = patch;
  const participants = (patch.participants ?? []).filter((one) => !isSentBackUnchanged(one, known));
  const meant = participants.map(({ participant }) => participant);
  const ids = listParticipants(...meant.map((id) => resolveOwner(id, known)));
  assertNamedOnce(ids);
  const isAboutAttributes = data !== undefined || expected.size > 0 || ids.length > 0;
  const named = participants.map((one, position) => ({ ...one, id: ids[position] ?? '' }));
  if (known) assertUnchanged(patch.participants ?? [], known);
  const aliases = requireSameOwners(meant, ids, known);
  const given = [
    ...(data ? [{ owner: undefined, attributes: data }] : []),
    ...named.map((one) => ({ owner: one.id, attributes: one.attributes })),
  ];
  const { attributes, values } =
    patch.whyNotMerged && known ? planMerge(given, known, patch.whyNotMerged) : { attributes: given, values: [] };
  const require: Requirements = {
    ...(isAboutAttributes && { takesAttributes: true as const }),
    states: isAboutAttributes ? ['active'] : ['active', 'wrapup'],
    participants: ids,
    version: versions,
    participantVersions: named.flatMap(({ id, versions: of }) => of.map((match) => ({ ...match, participant: id }))),
    expected: [
      expectValues(undefined, expected, known),
      ...named.map((one) => expectValues(one.id, one.expected ?? new Map(), known)),
    ],
    values,
    ...aliases,
    ...comparison,
    ...move,
  };
  const changes = { attributes, ...(queueId !== undefined && { queueId }), ...(wrapup && { wrapup }) };
  const isAliased = aliases.participantCount !== undefined || aliases.numbered !== undefined;
  const result = isAliased ? JSON.stringify(ids) : patch.result;
  return { require, changes, ...(result !== undefined && { result }) };
}

/** Merges objects with the values that are there, which must still be there when it is written. */
function planMerge(given: readonly OwnerChanges[], known: Conversation, whyNotMerged: WhyNotMerged) {
  const of = given.map((one) => ({ ...one, before: attributesOf(known, one.owner) }));
  return {
    attributes: of.map(({ owner, attributes, before }) => {
      return { owner, attributes: mergeObjects(before, attributes, whyNotMerged) };
    }),
    values: of.map(({ owner, attributes, before }) => ({ owner, attributes: listMerged(before, attributes) })),
  };
}

/**
 * What a caller expects of attributes, in the words in which the store has them where they say the same: the store
 * compares texts. Without the conversation the caller's own words have to do.
 */
function expectValues(owner: Owner, expected: AttributeChanges, known: Conversation | undefined): OwnerValues {
  const there = known ? attributesOf(known, owner) : new Map();
  const inItsWords = (name: string, value: JsonText) => {
    const stored = there.get(name);
    return stored !== undefined && saySame(stored, value) ? stored : value;
  };
  const values = [...expected].map(
    ([name, value]) => [name, value === null ? undefined : inItsWords(name, value)] as const,
  );
  return { owner, attributes: new Map(values) };
}

/**
 * What a move to another call queue requires besides: the conversation is still in the call queue that the caller may
 * take it from.
 */
function planMove({ queueId, authorize }: PatchConversation, known: Conversation | undefined): Requirements {
  if (queueId === undefined || !authorize) return {};
  if (!known || known.state === 'active') return { states: ['active'] };
  authorize(known);
  return { queue: { id: known.queueId } };
}

/** A caller that may not read the conversation would learn whether a guess is right. */
function planComparison(patch: PatchConversation, known: Conversation | undefined): Requirements {
  if (!known || !patch.mayCompare || !expectsValues(patch)) return {};
  if (patch.mayCompare(known)) return { queue: { id: known.queueId } };
  const reason = 'is compared only for callers that may read the conversation';
  throw makeListed('unprocessable-content', [{ name: 'if', reason }]);
}

function expectsValues({ expected, participants = [] }: PatchConversation): boolean {
  return [expected, ...participants.map((one) => one.expected)].some(
    (values) => values !== undefined && values.size > 0,
  );
}

/** Whether a request only repeats a participant who has left, unchanged: then there is nothing to do for it. */
function isSentBackUnchanged(
  { participant: id, attributes, asRead, expected = new Map() }: ParticipantPatch,
  known: Conversation | undefined,
): boolean {
  const left = known?.participants.find((one) => one.id === id && one.endTime !== undefined);
  if (!left || !asRead?.hasLeft || expected.size > 0) return false;
  return [...attributes].every(
    ([name, value]) => asRead.mayRead(name) && (left.attributes.get(name) ?? null) === value,
  );
}

/** @throws Refusal `unprocessable-content` with every field that is not as it was read. */
function assertUnchanged(participants: readonly ParticipantPatch[], known: Conversation): void {
  const violations = new Violations();
  for (const { participant: given, asRead } of participants) {
    const participant = asRead && findParticipant(known, given);
    if (!participant) continue;
    for (const { name, reason } of asRead.changed(participant, known)) violations.unprocessable(name, reason);
  }
  violations.refuse();
}

function assertNamedOnce(participants: readonly string[]): void {
  const twice = participants.find((id, position) => participants.indexOf(id) !== position);
  if (twice === undefined) return;
  const reason = 'the participant is named twice; each may be named once';
  const errors = [{ name: `participants.${twice}`, reason }];
  throw new Refusal('unprocessable-content', `"${twice}": ${reason}.`, { errors });
}
