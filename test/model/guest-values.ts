import fc from 'fast-check';
import type { Allowed, Bag, Required } from './requests.ts';
import { json, large, legalName } from './values.ts';

/** Web channels by their id. */
export const webChannel = fc.constantFrom('site', 'site', 'site', 'constructor');
/** Conversations that messages go on with; some of them were begun otherwise. */
export const guestConversation = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 6, arbitrary: fc.constantFrom('guest', 'own', 'made') },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b') },
);

const usual = ['tier', 'order', '__proto__', 'constructor', 'name', 'email', 'Tier'];
const more = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];
const guestName = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...usual) },
  { weight: 1, arbitrary: fc.constantFrom(...more) },
);
const allowed = fc.oneof(
  guestName,
  fc.record({ name: guestName, type: fc.constantFrom('string', 'integer', 'number', 'boolean') }),
);

/** What guests may set; rarely with a name that none may have. */
export const allowedList: fc.Arbitrary<readonly Allowed[]> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.uniqueArray(allowed, {
      selector: (one) => (typeof one === 'string' ? one : one.name),
      maxLength: 10,
    }),
  },
  { weight: 8, arbitrary: fc.constant([...usual, ...more]) },
  { weight: 1, arbitrary: fc.tuple(guestName, fc.constantFrom('with space', 'a.b', '', 'naïve')) },
);

/** What guests have to enter: mostly nothing any more. */
export const requiredList: fc.Arbitrary<readonly Required[]> = fc.oneof(
  fc.constant([]),
  fc.constantFrom(['tier'], [{ name: 'name', text: 'Your name, please' }, 'order']),
);

/** What a guest brings: of any type; where many values are large, so many that they may fill a conversation. */
export function guestsBag(largeWeight: number): fc.Arbitrary<Bag> {
  const value = fc.oneof(
    { weight: 40, arbitrary: json },
    { weight: 30, arbitrary: fc.constantFrom('1', '2.0', '1.5', '50e-1', 'false') },
    { weight: largeWeight, arbitrary: large },
    { weight: 3, arbitrary: fc.constantFrom(null, JSON.stringify('x'.repeat(8191))) },
  );
  const name = fc.oneof({ weight: 8, arbitrary: guestName }, { weight: 1, arbitrary: legalName });
  const entries = fc.uniqueArray(fc.tuple(name, value), {
    selector: ([one]) => one,
    maxLength: largeWeight > 10 ? 12 : 4,
  });
  return entries.map((some) => new Map(some));
}
