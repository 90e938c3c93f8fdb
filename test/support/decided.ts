import type { AttributeChanges } from '#domain/attributes.ts';
import type { State } from '#domain/conversation.ts';
import { addCounters } from '#domain/counters.ts';
import { decideEnd } from '#domain/end.ts';
import { defaultSettings } from '#domain/settings.ts';
import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { newOperation } from './fixtures.ts';

/** Decides the end of a conversation that `useApi` serves, and leaves it there: as a caller who crashes before the second write. */
export async function decideOnly(
  id: string,
  to: State,
  savedAttributes: readonly string[],
  at: number,
  data?: AttributeChanges,
): Promise<void> {
  // Its environment is there since the API was started.
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  const { CONVERSATIONS_TABLE: table = '', ID_KEY: idKey = '' } = process.env;
  const store = new DynamoDbConversationStore({ client: documentClient, table, idKey, now: () => at });
  const known = await store.read(id);
  if (!known) throw new Error(`There is no conversation "${id}"`);
  const operation = newOperation(at);
  const end = decideEnd(known, { ...defaultSettings, savedAttributes }, { to, operation, ...(data && { data }) });
  const changes = { end, due: Math.floor(at / 1000) };
  const outcome = await store.update(id, addCounters({ require: {}, changes, operation }));
  if (!outcome.applied) throw new Error(`The end of conversation "${id}" is not decided`);
}
