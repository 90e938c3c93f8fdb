import type { Conversation, PendingSecured, PendingWrite } from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';
import { newConversation } from './fixtures.ts';

/** A participant's id as long as one may be. */
export const longId = (number: number) => `${'p'.repeat(120)}-${number}`;

/** Where its item is. */
export const place = { pk: 'p'.repeat(43), idKey: 'k'.repeat(43) };

/** The key of a flow execution with a long id. */
export const execution = '~abcdefghijk';

/** How much there is of what an expression must name. */
export interface Crowd {
  readonly participants: number;
  /** Pending writes of one execution, on all participants and data in turn. */
  readonly pending: number;
  /** Pending secured writes of the same execution. */
  readonly secured: number;
  /** Operation ids, of which all but the newest 64 are to be forgotten. */
  readonly operations: number;
}

/** A conversation in which there is as much as the limits allow, so that its writes are as long as they can get. */
export async function crowded({ participants, pending, secured, operations }: Crowd): Promise<Conversation> {
  const ids = Array.from({ length: participants }, (_, number) => longId(number));
  const conversation = await newConversation({
    participants: ids.map((id) => ({ id, purpose: 'agent', addresses: [], attributes: new Map() })),
  });
  const owners = [...ids, undefined];
  const writes: PendingWrite[] = Array.from({ length: pending }, (_, number) => ({
    owner: owners[number % owners.length],
    name: `pending-${number}`,
    // Every third one removes.
    value: number % 3 === 0 ? null : (`"${number}"` as JsonText),
    revision: number,
  }));
  const securedWrites: PendingSecured[] = Array.from({ length: secured }, (_, number) => ({
    name: `secured-${number}`,
    value: number % 3 === 0 ? null : Uint8Array.of(number),
    revision: number,
  }));
  // Nobody still sends a request that came in so long ago.
  const at = Math.floor(Date.now() / 1000) - 61;
  return {
    ...conversation,
    revision: 1000,
    version: 1000,
    executions: new Map([
      [execution, { writes, securedWrites, revision: 999, since: Date.now(), count: pending + secured }],
    ]),
    operations: new Map(
      Array.from({ length: operations }, (_, number) => [
        `operation-${number}`,
        { fingerprint: 'fingerprint', at, revision: number },
      ]),
    ),
  };
}
