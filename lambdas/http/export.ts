import type { Conversation, Execution } from '#domain/conversation.ts';
import type { Vault } from '#domain/vault.ts';
import { attributesObject, conversationObject, isoTime, participantObject } from '#http/representations.ts';

/** Everything that is held about a conversation. Secured values only with a vault; without, their names. */
export async function exportObject(conversation: Conversation, vault: Vault | undefined): Promise<object> {
  const { externalId, channelId, expires, participants, saved, savedNames, wrapup } = conversation;
  const executions = [...conversation.executions];
  return {
    ...conversationObject(conversation, []),
    externalId,
    channelId,
    wrapup,
    participants: participants.map((one) => {
      return { ...participantObject(one), externalId: one.externalId, addresses: one.addresses };
    }),
    pending: executions.flatMap(([execution, { writes }]) => writes.map((write) => pendingObject(execution, write))),
    saved: saved && attributesObject(saved),
    savedNames,
    expires: isoTime(expires && expires * 1000),
    secured: await securedObject(conversation, vault),
  };
}

function pendingObject(execution: string, { owner, name, value }: Execution['writes'][number]): object {
  const target = owner === undefined ? 'conversation' : 'participant';
  const set = value === null ? null : JSON.parse(value);
  return { execution, target, participantId: owner, name, value: set };
}

async function securedObject({ internalId = '', secured, executions }: Conversation, vault: Vault | undefined) {
  const pending = [...executions].flatMap(([execution, { securedWrites }]) =>
    securedWrites.map((write) => ({ execution, ...write })),
  );
  if (!vault)
    return { names: [...secured.keys()], pending: pending.map(({ execution, name }) => ({ execution, name })) };
  const opened = async (name: string, envelope: Uint8Array | null) =>
    envelope && JSON.parse((await vault.open(internalId, new Map([[name, envelope]]))).get(name) ?? 'null');
  return {
    attributes: attributesObject(await vault.open(internalId, secured)),
    pending: await Promise.all(
      pending.map(async ({ execution, name, value }) => ({ execution, name, value: await opened(name, value) })),
    ),
  };
}
