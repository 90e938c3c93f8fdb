import type { Paths } from './paths.ts';

/** A request that is applied to a conversation as `make` makes it. */
export interface GoodRequest {
  readonly operation: string;
  readonly method: string;
  path(made: Paths): string;
  readonly body?: object;
  /** Where its attributes stand in the body; undefined when it has none. */
  bag?(attributes: unknown): object;
}

/** A good request of each operation that takes a body, but for creation, which has no conversation yet. */
export const requestsWithBody: readonly Required<GoodRequest>[] = [
  {
    operation: 'patch-conversation',
    method: 'PATCH',
    path: (made) => made.conversation,
    body: { data: { tier: 'gold' } },
    bag: (data) => ({ data }),
  },
  {
    operation: 'add-participant',
    method: 'POST',
    path: (made) => made.participants,
    body: { purpose: 'agent' },
    bag: (attributes) => ({ purpose: 'agent', attributes }),
  },
  {
    operation: 'patch-participant-attributes',
    method: 'PATCH',
    path: (made) => made.attributes(),
    body: { attributes: { tier: 'gold' } },
    bag: (attributes) => ({ attributes }),
  },
  {
    operation: 'patch-interaction',
    method: 'PATCH',
    path: (made) => made.interaction,
    body: { participants: [{ id: 'customer', attributes: { tier: 'gold' } }] },
    bag: (attributes) => ({ participants: [{ id: 'customer', attributes }] }),
  },
  {
    operation: 'set-attributes',
    method: 'POST',
    path: (made) => made.flow(),
    body: { attributes: { tier: 'gold' } },
    bag: (attributes) => ({ attributes }),
  },
  {
    operation: 'flush-attributes',
    method: 'POST',
    path: (made) => made.flush(),
    body: { attributes: { tier: 'gold' } },
    bag: (attributes) => ({ attributes }),
  },
];

/** The good request that makes a conversation. */
export const creation = {
  operation: 'create-conversation',
  method: 'POST',
  path: () => '/api/v2/conversations',
  body: { type: 'voice', participants: [{ purpose: 'customer' }] },
} as const satisfies GoodRequest;
