import type { Conversation } from '#domain/conversation.ts';

/** What a live conversation is found by: the uri of an address, or an external id. */
export interface Lookup {
  readonly by: 'address' | 'externalId';
  readonly value: string;
}

/**
 * All that a conversation is found by, each once: its own external id, then what its participants brought, also those
 * who have left, in the order in which they joined. So whoever joins adds at the end.
 */
export function listLookups({
  externalId,
  participants,
}: Pick<Conversation, 'externalId' | 'participants'>): readonly Lookup[] {
  const all: readonly (Lookup | undefined)[] = [
    lookupOf(externalId),
    ...participants.flatMap((one) => [
      ...one.addresses.map(({ uri }): Lookup => ({ by: 'address', value: uri })),
      lookupOf(one.externalId),
    ]),
  ];
  const distinct = new Map(all.flatMap((one) => (one ? [[`${one.by} ${one.value}`, one]] : [])));
  return [...distinct.values()];
}

function lookupOf(externalId: string | undefined): Lookup | undefined {
  return externalId === undefined ? undefined : { by: 'externalId', value: externalId };
}
