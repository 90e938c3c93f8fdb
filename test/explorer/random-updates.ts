import fc from 'fast-check';
import type { Participant } from '#domain/conversation.ts';
import type { CountedUpdate } from '#domain/counters.ts';
import { type JsonText, stringify } from '#domain/json.ts';
import type { OwnerChanges, VersionMatch } from '#domain/update.ts';

// Few names and numbers, so that they meet; some of them such that break careless code.
const names = fc.constantFrom('tier', '__proto__', 'a/b', 'constructor', 'ÄÖ.[0]');
const people = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('customer', 'a-participant-with-a-long-id') },
  { weight: 1, arbitrary: fc.constant('agent') },
);
const executions = fc.constantFrom('ivr', 'chat', '~xB3kq90');
const keys = fc.integer({ min: 1, max: 16 }).map((number) => `key${number}`);
const small = fc.integer({ min: 0, max: 6 });

const values: fc.Arbitrary<JsonText> = fc
  .constantFrom('', 'gold', '\u0000', 1, true, '😀')
  .map((value) => stringify(value));
const envelopes = fc.uint8Array({ minLength: 1, maxLength: 4 });

function changesOf<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<ReadonlyMap<string, Value | null>> {
  const entry = fc.tuple(names, fc.option(value, { freq: 3 }));
  return fc.array(entry, { minLength: 1, maxLength: 3 }).map((entries) => new Map(entries));
}

const ownerChanges: fc.Arbitrary<OwnerChanges> = fc.record({
  owner: fc.option(people, { nil: undefined }),
  attributes: changesOf(values),
});

const joined: fc.Arbitrary<Participant> = fc.record({
  id: people,
  purpose: fc.constantFrom('agent', 'customer'),
  addresses: fc.array(fc.record({ type: fc.constant('phone'), uri: fc.constantFrom('+1', '+2') }), { maxLength: 2 }),
  version: fc.constant(1),
  attributes: fc.array(fc.tuple(names, values), { maxLength: 2 }).map((entries) => new Map(entries)),
});

const match: fc.Arbitrary<VersionMatch> = fc.record({
  oneOf: fc.array(small, { maxLength: 3 }),
  by: fc.constant('if-match' as const),
});

const claim = fc.record({ execution: executions, client: fc.constantFrom('one', '~another') });

/** Each requirement stands in one of eight updates: most conditions hold, and each fails now and then. */
const rarely = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** The same in one of 32: the more there are, the fewer updates meet them all. */
const seldom = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 31, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const requirements = fc.record({
  takesAttributes: rarely(fc.constant(true as const)),
  states: rarely(fc.constantFrom(['active'] as const, ['handled', 'active'] as const, ['handled'] as const)),
  participants: rarely(fc.array(people, { maxLength: 2 })),
  version: rarely(fc.array(match, { maxLength: 2 })),
  participantVersions: rarely(fc.array(fc.tuple(match, people).map(([one, participant]) => ({ ...one, participant })))),
  securedVersion: rarely(fc.array(match, { maxLength: 1 })),
  executionRevision: rarely(fc.record({ execution: executions, revision: small })),
  savedNames: rarely(fc.array(names, { maxLength: 1 })),
  participantCount: rarely(small),
  internalId: rarely(fc.constantFrom('i1', 'i2')),
  notBot: rarely(executions),
  ownExecution: rarely(claim),
  firstCustomer: seldom(people),
  numbered: seldom(fc.constantFrom('customer' as const, 'agent' as const)),
});

const pend = fc.record(
  { execution: executions, at: small, writes: ownerChanges, secured: changesOf(envelopes) },
  { requiredKeys: ['execution', 'at'] },
);

const settle = fc.record({
  execution: executions,
  writes: fc.array(
    fc.record({ owner: fc.option(people, { nil: undefined }), name: names, value: fc.option(values), revision: small }),
    { maxLength: 2 },
  ),
  securedWrites: fc.array(fc.record({ name: names, value: fc.option(envelopes), revision: small }), { maxLength: 1 }),
});

const often = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });

const changes = fc.record({
  queueId: rarely(fc.constantFrom('sales', 'support', null)),
  wrapup: rarely(fc.constantFrom({ code: 'done' }, { notes: 'notes' }, { code: 'x', notes: '' })),
  due: rarely(small),
  // Nothing comes after it.
  end: fc.oneof(
    { weight: 60, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.record({
        to: fc.constant('handled' as const),
        operation: fc.constant({ key: 'end', fingerprint: 'body', at: 1_000 }),
        data: changesOf(values),
      }),
    },
  ),
  attributes: often(fc.array(ownerChanges, { maxLength: 2 })),
  join: rarely(joined),
  leave: seldom(fc.record({ participant: people, at: small })),
  secured: rarely(changesOf(envelopes)),
  saved: rarely(fc.array(fc.tuple(names, fc.option(values)), { maxLength: 2 }).map((entries) => new Map(entries))),
  internalId: rarely(fc.constantFrom('i1', 'i2')),
  keyRemoved: rarely(fc.constant(true as const)),
  bot: rarely(executions),
  claim: rarely(claim),
  pend: often(pend),
  settle: rarely(settle),
});

const counters = fc.record({
  addBytes: often(fc.integer({ min: -20, max: 40 })),
  bytes: rarely(small),
  addPending: often(fc.integer({ min: 0, max: 3 })),
  pending: rarely(small),
});

/** Any update that the builders take. Some name one place twice, which the store refuses. */
export const updates: fc.Arbitrary<CountedUpdate> = fc
  .record({
    require: requirements,
    changes,
    counters,
    operation: fc.record({ key: keys, fingerprint: fc.constant('body'), at: fc.constant(1_000_000) }),
    result: rarely(fc.constant('["tier"]')),
    revision: rarely(small),
    forget: rarely(
      fc.uniqueArray(fc.record({ key: keys, revision: fc.nat({ max: 3 }), hasResult: fc.boolean() }), {
        maxLength: 2,
        selector: ({ key }) => key,
      }),
    ),
  })
  .map((update) => {
    const forget = (update.forget ?? []).filter(({ key }) => key !== update.operation.key);
    const { end, due } = update.changes;
    // Whoever decides an end changes nothing else in the item.
    return withoutUndefined(
      end ? { ...update, changes: { end, due }, counters: {}, forget: [] } : { ...update, forget },
    );
  });

/** As code leaves out what it does not say. */
function withoutUndefined(update: object): CountedUpdate {
  const parts = Object.entries(update).filter(([, part]) => part !== undefined);
  return Object.fromEntries(
    parts.map(([name, part]) => {
      const isParts = ['require', 'changes', 'counters'].includes(name);
      return [name, isParts ? Object.fromEntries(Object.entries(part).filter(([, one]) => one !== undefined)) : part];
    }),
  ) as unknown as CountedUpdate;
}
