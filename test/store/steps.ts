import fc from 'fast-check';
import { attributesOf, type Conversation, type Owner, type State, states } from '#domain/conversation.ts';
import { decideEnd } from '#domain/end.ts';
import type { JsonText } from '#domain/json.ts';
import { listLookups } from '#domain/lookups.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import type { Changes, Claim, OwnerChanges, OwnerValues, Requirements, VersionMatch } from '#domain/update.ts';

/** Few of each, so that updates meet. One participant id and one execution are long, so that their keys are hashes. */
const participants = ['customer', 'agent', `supervisor-${'x'.repeat(100)}`];
const strangers = ['nobody', 'agent-2'];
const executions = ['ivr', 'ivr', 'ivr', '~abcdefghijk'];

const name = fc.constantFrom('a', 'b', 'a/b', '__proto__', 'e\u0301', '#0', 'n'.repeat(256));
const value = fc
  .oneof(
    fc.constantFrom('1e200', '-0', '""', '{"__proto__":[null]}', '"e\u0301"'),
    fc.integer({ min: 1, max: 8000 }).map((length) => JSON.stringify('x'.repeat(length))),
  )
  .map((text) => text as JsonText);

const attributes = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((entries) => new Map(entries));
const changes = fc
  .array(fc.tuple(name, fc.option(value, { freq: 3 })), { maxLength: 4 })
  .map((entries) => new Map(entries));
const owner: fc.Arbitrary<Owner> = fc.constantFrom(undefined, ...participants);

/** A conversation to begin with: which participants, how much its byte counter is above the truth, and the rest. */
export const beginnings = fc.record({
  type: fc.constantFrom('voice', 'voice', 'voice', 'email'),
  state: fc.constantFrom('active', 'active', 'active', 'wrapup'),
  participants: fc.oneof(fc.constant(participants), fc.constant(participants), fc.subarray([...participants])),
  data: attributes,
  ofFirst: attributes,
  /** Of the room that the byte counter leaves. */
  room: fc.constantFrom(undefined, 0, 300, 9000),
});

/** Versions near the current one, mostly with it. */
const near = fc.oneof(
  { weight: 3, arbitrary: fc.subarray([-1, 1]).map((others) => [0, ...others]) },
  { weight: 1, arbitrary: fc.subarray([-1, 1]) },
);

/** What an update may require, relative to the conversation at that time. */
interface Demand {
  readonly takesAttributes?: true;
  readonly states?: readonly State[];
  readonly participants?: readonly string[];
  readonly version?: readonly number[];
  readonly ofParticipant?: readonly [participant: string, versions: readonly number[]];
  readonly ofExecution?: readonly [execution: string, revision: number];
  readonly count?: number;
  readonly notBot?: string;
  readonly ownExecution?: Claim;
  readonly queue?: 'its own' | 'another';
  readonly firstCustomer?: string;
  /** Of an owner: the value that it has, or none; or another. */
  readonly expected?: readonly [owner: Owner, name: string, value: 'its own' | JsonText];
}

const claim: fc.Arbitrary<Claim> = fc.record({
  execution: fc.constantFrom(...executions),
  client: fc.constantFrom('one', '~another'),
});

const anyone = fc.constantFrom(...participants, ...participants, ...strangers);

const demand: fc.Arbitrary<Demand> = fc.oneof(
  fc.constant({ takesAttributes: true as const }),
  fc.subarray([...states], { minLength: 2 }).map((allowed) => ({ states: allowed })),
  fc.array(anyone, { minLength: 1, maxLength: 2 }).map((needed) => ({ participants: needed })),
  near.map((version) => ({ version })),
  fc.tuple(anyone, near).map((ofParticipant) => ({ ofParticipant })),
  fc.tuple(fc.constantFrom(...executions), fc.constantFrom(0, 0, -1)).map((ofExecution) => ({ ofExecution })),
  fc.constantFrom(0, 0, 1, -1).map((count) => ({ count })),
  fc.constantFrom(...executions).map((notBot) => ({ notBot })),
  claim.map((ownExecution) => ({ ownExecution })),
  fc.constantFrom('its own' as const, 'its own' as const, 'another' as const).map((queue) => ({ queue })),
  anyone.map((firstCustomer) => ({ firstCustomer })),
  fc
    .tuple(owner, name, fc.oneof(fc.constant('its own' as const), fc.constant('its own' as const), value))
    .map((expected) => ({ expected })),
);

const requirements = fc.array(demand, { maxLength: 3 }).map((demands): Demand => Object.assign({}, ...demands));

const settings = { savedAttributes: ['a', 'b', '__proto__'], retentionDays: 90 };

/** What an update changes, but for the end. */
const written = fc.oneof(
  fc.record({ kind: fc.constant('patch' as const), owners: fc.uniqueArray(owner, { minLength: 1 }), changes }),
  fc.record({ kind: fc.constant('pend' as const), execution: fc.constantFrom(...executions), owner, changes }),
  fc.record({ kind: fc.constant('pend' as const), execution: fc.constantFrom(...executions), owner, changes }),
  fc.record({ kind: fc.constant('flush' as const), execution: fc.constantFrom(...executions), owner, changes }),
  fc.record({ kind: fc.constant('join' as const), id: fc.constantFrom(...strangers), attributes }),
  fc.record({ kind: fc.constant('leave' as const), id: fc.constantFrom(...participants) }),
  fc.record({ kind: fc.constant('queue' as const), queueId: fc.constantFrom('sales', 'support', null) }),
  fc.record({ kind: fc.constant('bot' as const), execution: fc.constantFrom(...executions) }),
  // With what makes it a write.
  fc.record({ kind: fc.constant('claim' as const), claim }),
);

/** The end is rare: nothing comes after it. */
const end = fc.record({
  kind: fc.constant('end' as const),
  to: fc.constantFrom('wrapup', 'handled', 'abandoned'),
  // Of 64 KiB, and of a length that often does not fit beside what is there.
  data: fc.option(
    changes.map((some) => new Map([...some, ['long', JSON.stringify('x'.repeat(60_000)) as JsonText]])),
    { nil: undefined },
  ),
});
const change = fc.oneof({ weight: 20, arbitrary: written }, { weight: 1, arbitrary: end });

/** An update, relative to the conversation at that time. */
export const steps = fc.record({
  require: requirements,
  change,
  /** Whether its counters come from the conversation, or are upper bounds. */
  known: fc.boolean(),
  /** Whether it carries the operation id of the update before it. */
  again: fc.constantFrom(false, false, false, true),
  result: fc.constantFrom(undefined, '["a"]'),
});

type Step = typeof steps extends fc.Arbitrary<infer One> ? One : never;

/** The requirements of a step for a conversation as it is. What a change needs by itself is required too. */
export function requirementsOf({ require, change }: Step, known: Conversation): Requirements {
  const { takesAttributes, states: allowed, participants: needed = [], version, ofParticipant } = require;
  const { ofExecution, count, notBot, ownExecution, firstCustomer, queue, expected } = require;
  const execution = ofExecution && known.executions.get(ofExecution[0]);
  const versions = (offsets: readonly number[], current: number): VersionMatch => ({
    oneOf: offsets.map((offset) => current + offset),
    by: 'version',
  });
  const current = known.participants.find(({ id }) => id === ofParticipant?.[0])?.version ?? 1;
  const counted = change.kind === 'join' ? (count ?? 0) : count;
  const owners = ownersOf(change);
  return {
    ...(takesAttributes && { takesAttributes }),
    ...(allowed && { states: allowed }),
    participants: [...needed, ...owners.filter((one) => one !== undefined)],
    ...(version && { version: [versions(version, known.version)] }),
    ...(ofParticipant && {
      participantVersions: [{ participant: ofParticipant[0], ...versions(ofParticipant[1], current) }],
    }),
    ...(ofExecution && {
      executionRevision: { execution: ofExecution[0], revision: (execution?.revision ?? 5) + ofExecution[1] },
    }),
    ...(counted !== undefined && { participantCount: known.participants.length + counted }),
    ...(notBot !== undefined && { notBot }),
    ...(ownExecution && { ownExecution }),
    ...(queue && { queue: { id: queue === 'its own' ? known.queueId : other(known.queueId) } }),
    ...(firstCustomer !== undefined && { firstCustomer }),
    ...(expected && { expected: [expectedOf(expected, known)] }),
  };
}

function expectedOf([of, name, value]: NonNullable<Demand['expected']>, known: Conversation): OwnerValues {
  const wanted = value === 'its own' ? attributesOf(known, of).get(name) : value;
  return { owner: of, attributes: new Map([[name, wanted]]) };
}

function other(queueId: string | undefined): string | undefined {
  return queueId === 'sales' ? undefined : 'sales';
}

/** Whom a change needs to be present. Pending writes take effect on those who have left, too. */
function ownersOf(change: Step['change']): readonly Owner[] {
  if (change.kind === 'patch') return change.owners;
  if (change.kind === 'leave') return [change.id];
  return change.kind === 'pend'
    ? [change.owner]
    : change.kind === 'flush' && change.changes.size > 0
      ? [change.owner]
      : [];
}

/** The changes of a step for a conversation as it is; undefined when it makes no sense there, as a second join. */
export function changesOf({ change }: Step, known: Conversation, operation: OperationId): Changes | undefined {
  switch (change.kind) {
    case 'patch':
      return { attributes: change.owners.map((one) => ({ owner: one, attributes: change.changes })) };
    case 'pend':
      return {
        pend: {
          execution: change.execution,
          at: 1_800_000_000_000 + known.revision,
          writes: { owner: change.owner, attributes: change.changes },
        },
      };
    case 'flush':
      return flushed(known, change.execution, { owner: change.owner, attributes: change.changes });
    case 'join': {
      if (known.participants.some(({ id }) => id === change.id)) return undefined;
      const addresses = [{ type: 'tel', uri: `tel:${change.id}` }];
      const joined = { id: change.id, purpose: 'agent', addresses, version: 1, attributes: change.attributes };
      return { join: joined, lookups: listLookups({ ...known, participants: [...known.participants, joined] }) };
    }
    case 'leave':
      return { leave: { participant: change.id, at: 1_800_000_000_000 } };
    case 'queue':
      return { queueId: change.queueId };
    case 'claim':
      return { queueId: 'sales', claim: change.claim };
    case 'bot':
      return { bot: change.execution };
    case 'end':
      return {
        end: decideEnd(known, settings, { to: change.to, operation, ...(change.data && { data: change.data }) }),
        due: 7,
      };
  }
}

function flushed(known: Conversation, execution: string, lastBatch: OwnerChanges): Changes {
  const pending = known.executions.get(execution);
  const bags = new Map<Owner, Map<string, JsonText | null>>();
  const put = (one: Owner, text: string, json: JsonText | null) =>
    bags.set(one, (bags.get(one) ?? new Map()).set(text, json));
  for (const write of pending?.writes ?? []) put(write.owner, write.name, write.value);
  for (const [text, json] of lastBatch.attributes) put(lastBatch.owner, text, json);
  return {
    attributes: [...bags].map(([one, bag]) => ({ owner: one, attributes: bag })),
    ...(pending && { settle: { execution, writes: pending.writes, securedWrites: pending.securedWrites } }),
  };
}
