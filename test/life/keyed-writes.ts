import type { Paths } from '../support/paths.ts';

/** A write that tests send again under its Idempotency-Key. */
export interface KeyedWrite {
  readonly write: string;
  readonly method: string;
  readonly path: (made: Paths) => string;
  readonly body: object;
}

const bag = { attributes: { tier: 'gold' } };

/** Writes to a conversation with a customer, none of which ends it. */
export const keyedWrites: readonly KeyedWrite[] = [
  { write: 'a patch of data', method: 'PATCH', path: (made) => made.conversation, body: { data: { tier: 'gold' } } },
  { write: 'a patch of a participant', method: 'PATCH', path: (made) => made.attributes(), body: bag },
  {
    write: 'a patch of an interaction',
    method: 'PATCH',
    path: (made) => made.interaction,
    body: { participants: [{ id: 'customer', ...bag }] },
  },
  { write: 'a participant who joins', method: 'POST', path: (made) => made.participants, body: { purpose: 'agent' } },
  { write: 'a set', method: 'POST', path: (made) => made.flow(), body: bag },
  { write: 'a flush with a last batch', method: 'POST', path: (made) => made.flush(), body: bag },
  {
    write: 'a secured set',
    method: 'POST',
    path: ({ conversation }) => `${conversation}/flows/ivr/secureattributes`,
    body: bag,
  },
  {
    write: 'a patch of secured attributes',
    method: 'PATCH',
    path: ({ conversation }) => `${conversation}/secureattributes`,
    body: bag,
  },
];
