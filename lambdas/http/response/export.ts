import type { TypeOf } from '#contract/schema.ts';
import type { Export, ExportedSecured, PendingWrite } from '#contract/schemas/conversations.ts';
import type { Conversation, Envelope, Execution, Secured } from '#domain/conversation.ts';
import { parse } from '#domain/json.ts';
import { placeOf, type Readable, type SecuredStore } from '#domain/operations/secured-attributes.ts';
import type { Unsealed } from '#domain/vault.ts';
import type { ApiEvent } from '#http/api.ts';
import {
  formatOptionalTime,
  representAttributes,
  representConversation,
  representParticipant,
  representSavedBy,
} from '#http/response/representations.ts';
import { representUnsealed } from '#http/response/unsealed.ts';

/** Gives what opens secured values. */
type Opener = () => Promise<SecuredStore>;

/**
 * Everything that is held about a conversation. Secured values only with what opens them, and of names that the caller
 * may read; of the others their names.
 */
export async function representExport(
  event: ApiEvent,
  conversation: Conversation,
  opener: Opener | undefined,
  isReadable: Readable,
): Promise<TypeOf<typeof Export>> {
  const { externalId, channelId, expires, participants, saved, savedNames, wrapup } = conversation;
  const executions = [...conversation.executions];
  return {
    ...representConversation(conversation, []),
    externalId,
    channelId,
    wrapup,
    participants: participants.map((one) => {
      return { ...representParticipant(one), externalId: one.externalId, addresses: one.addresses };
    }),
    pending: executions.flatMap(([execution, { writes }]) => writes.map((write) => representPending(execution, write))),
    saved: saved && representAttributes(saved),
    savedNames,
    savedBy: representSavedBy(conversation),
    expires: formatOptionalTime(expires && expires * 1000),
    secured: await representSecured(event, conversation, opener, isReadable),
  };
}

function representPending(
  execution: string,
  { owner, name, value }: Execution['writes'][number],
): TypeOf<typeof PendingWrite> {
  const target = owner === undefined ? 'conversation' : 'participant';
  return { execution, target, participantId: owner, name, value: value && parse(value) };
}

async function representSecured(
  event: ApiEvent,
  conversation: Conversation,
  opener: Opener | undefined,
  isReadable: Readable,
): Promise<TypeOf<typeof ExportedSecured>> {
  const { secured, executions } = conversation;
  const pending = [...executions].flatMap(([execution, { securedWrites }]) =>
    securedWrites.map((write) => ({ execution, ...write })),
  );
  if (!opener) {
    return { names: [...secured.keys()], pending: pending.map(({ execution, name }) => ({ execution, name })) };
  }
  const open = async (envelopes: Secured): Promise<Unsealed> => {
    if (envelopes.size === 0) return { values: new Map(), unreadable: [] };
    const { store, vault } = await opener();
    return vault.open(placeOf(store, conversation), envelopes);
  };
  const opened = async (name: string, envelope: Envelope | null) => {
    if (!envelope) return { value: null };
    const value = (await open(new Map([[name, envelope]]))).values.get(name);
    return value === undefined ? { unreadable: true as const } : { value: parse(value) };
  };
  const names = [...secured.keys()].filter((name) => !isReadable(name));
  return {
    ...representUnsealed(event, await open(new Map([...secured].filter(([name]) => isReadable(name))))),
    ...(names.length > 0 && { names }),
    pending: await Promise.all(
      pending.map(async ({ execution, name, value }) => {
        return { execution, name, ...(isReadable(name) && (await opened(name, value))) };
      }),
    ),
  };
}
