import { channelTypeRules } from '#domain/channel-types.ts';
import { attributesOf, type Conversation, listPresent } from '#domain/conversation.ts';
import { parse } from '#domain/json.ts';
import { type Difference, Refusal } from '#domain/refusal.ts';
import type { Claim, Requirements, VersionMatch } from '#domain/update.ts';

/**
 * Why a conversation does not meet the requirements of a write, or undefined when it does. The store checks the same
 * requirements in the write itself; this gives the reason afterwards, in the order of the contract: 422, 404, 409, 412
 * (`docs/errors.md`).
 */
export function checkRequirements(conversation: Conversation, require: Requirements): Refusal | undefined {
  if (require.ownExecution && isForeign(conversation, require.ownExecution)) return makeForeignExecution();
  if (require.takesAttributes && !channelTypeRules[conversation.type].takesAttributes) {
    const message = `Conversation "${conversation.id}" is on channel type "${conversation.type}", which takes no attributes`;
    return new Refusal('channel-takes-no-attributes', message);
  }
  if (require.notBot !== undefined && conversation.bots.has(require.notBot)) return makeBotRefusal();
  const missing = findMissingParticipant(conversation, require);
  // A conversation that is over has no participants any more: the write is refused because it is over.
  const isOver = conversation.state === 'handled' || conversation.state === 'abandoned';
  if (missing !== undefined && !isOver) return makeParticipantNotFound(conversation, missing);
  if (require.states && !require.states.includes(conversation.state)) {
    const message = `Conversation "${conversation.id}" is ${conversation.state}; it must be ${require.states.join(' or ')}`;
    return new Refusal(conversation.state === 'active' ? 'conversation-not-ended' : 'conversation-ended', message);
  }
  if (missing !== undefined) return makeParticipantNotFound(conversation, missing);
  return checkVersions(conversation, require) ?? checkExpected(conversation, require);
}

/** The refusal of an id or alias that names no participant, more than one, or one that has left. */
export function makeParticipantNotFound(conversation: Conversation, id: string): Refusal {
  const left = conversation.participants.find((participant) => participant.id === id)?.endTime;
  const there = listPresent(conversation).map((participant) => `"${participant.id}" (${participant.purpose})`);
  const present = `Present: ${there.join(', ') || 'nobody'}`;
  if (left !== undefined) {
    const message = `Participant "${id}" has left conversation "${conversation.id}": nothing new is written to it`;
    const text = `It left at ${new Date(left).toISOString()}. ${present}`;
    return new Refusal('participant-not-found', message, { aside: { of: 'participants', text } });
  }
  const message = `Conversation "${conversation.id}" has no participant "${id}". "customer" and "agent" also mean the only one present with that purpose`;
  return new Refusal('participant-not-found', message, { aside: { of: 'participants', text: present } });
}

/** The refusal of an execution that calls itself a bot. */
export function makeBotRefusal(): Refusal {
  const message =
    'The flow execution says flowType "bot" or "digitalbot", now or before: it may not use secured attributes';
  return new Refusal('secured-not-for-bots', message);
}

function isForeign({ owners }: Conversation, { execution, client }: Claim): boolean {
  return (owners.get(execution) ?? client) !== client;
}

function makeForeignExecution(): Refusal {
  const message = 'The flow execution belongs to the client that wrote in it first, which is another: use another id';
  return new Refusal('foreign-execution', message);
}

function findMissingParticipant(conversation: Conversation, require: Requirements): string | undefined {
  const needed = [
    ...(require.participants ?? []),
    ...(require.participantVersions ?? []).map((one) => one.participant),
  ];
  const present = new Set(listPresent(conversation).map(({ id }) => id));
  return needed.find((id) => !present.has(id));
}

function checkVersions(conversation: Conversation, require: Requirements): Refusal | undefined {
  for (const match of require.version ?? []) {
    const stale = checkVersion(match, conversation.version, `conversation "${conversation.id}"`);
    if (stale) return stale;
  }
  for (const match of require.securedVersion ?? []) {
    const what = `the secured attributes of conversation "${conversation.id}"`;
    const stale = checkVersion(match, conversation.securedVersion, what);
    if (stale) return stale;
  }
  for (const match of require.participantVersions ?? []) {
    const version = conversation.participants.find(({ id }) => id === match.participant)?.version ?? 0;
    const stale = checkVersion(match, version, `participant "${match.participant}"`);
    if (stale) return stale;
  }
  return undefined;
}

/** The refusal of attributes that do not have the values that the caller named, with each that differs. */
function checkExpected(conversation: Conversation, { expected = [] }: Requirements): Refusal | undefined {
  const differences = expected.flatMap(({ owner, attributes }) => {
    const there = attributesOf(conversation, owner);
    const different = [...attributes].filter(([name, value]) => there.get(name) !== value);
    return different.map(([name]): Difference => {
      const current = parse(there.get(name) ?? 'null');
      return { name, ...(owner !== undefined && { participantId: owner }), current };
    });
  });
  const [first] = differences;
  if (!first) return undefined;
  const more = differences.length > 1 ? ` (and ${differences.length - 1} more, see differences)` : '';
  const whose = first.participantId === undefined ? 'the data' : `participant "${first.participantId}"`;
  const message = `${JSON.stringify(first.name)} of ${whose} is not what \`if\` says${more}: read again, and decide anew`;
  return new Refusal('values-differ', message, { differences });
}

/** The refusal of a version that is not current, or undefined when it is. @param what has the version */
export function checkVersion(
  { oneOf, by, hasWeak }: VersionMatch,
  currentVersion: number,
  what: string,
): Refusal | undefined {
  if (oneOf.includes(currentVersion)) return undefined;
  const named = oneOf.length > 0 ? oneOf.join(' or ') : 'no version of it';
  const weak = hasWeak ? `, and weak tags such as W/"${currentVersion}", which never match` : '';
  const message = `The current version of ${what} is ${currentVersion}, the request names ${named}${weak}: read it again, merge and retry`;
  return new Refusal(by === 'if-match' ? 'precondition-failed' : 'version-conflict', message, { currentVersion });
}
