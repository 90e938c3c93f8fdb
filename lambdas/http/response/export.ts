import type { TypeOf } from '#contract/schema.ts';
import type { shownValue } from '#contract/schemas/attributes.ts';
import type { Export, ExportedSecured, PendingWrite } from '#contract/schemas/conversations.ts';
import type { Conversation, Envelope, Execution, Secured } from '#domain/conversation.ts';
import { type JsonText, parse } from '#domain/json.ts';
import { placeOf, type Readable, type SecuredStore } from '#domain/operations/secured-attributes.ts';
import type { View } from '#domain/rules.ts';
import type { Unsealed } from '#domain/vault.ts';
import type { ApiEvent } from '#http/api.ts';
import {
  formatOptionalTime,
  formatTime,
  representAttributes,
  representConversation,
  representParticipant,
  representSavedBy,
} from '#http/response/representations.ts';
import { representUnsealed } from '#http/response/unsealed.ts';

/** What the caller may see: of attributes, and which secured names its token covers. */
interface Rights {
  readonly view: View;
  readonly isReadable: Readable;
}

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
  { view, isReadable }: Rights,
): Promise<TypeOf<typeof Export>> {
  const { externalId, channelId, expires, data, participants, saved, savedNames, savedUntil, wrapup } = conversation;
  const executions = [...conversation.executions];
  return {
    ...representConversation(conversation, view, []),
    masked: view.listMasked(data.keys(), saved?.keys() ?? []),
    externalId,
    channelId,
    wrapup,
    participants: participants.map((one) => {
      return { ...representParticipant(one, view), externalId: one.externalId, addresses: one.addresses };
    }),
    pending: executions.flatMap(([execution, { writes }]) => {
      return writes.flatMap((write) => representPending(execution, write, view));
    }),
    saved: saved && representAttributes(saved, view),
    savedNames: savedNames?.filter((name) => !view.hides(name)),
    savedUntil: savedUntil && representTimes(savedUntil.filter(([name]) => !view.hides(name))),
    savedBy: representSavedBy(conversation),
    expires: formatOptionalTime(expires && expires * 1000),
    secured: await representSecured(event, conversation, opener, { view, isReadable }),
  };
}

/** Epoch seconds by name. */
function representTimes(times: readonly (readonly [name: string, until: number])[]) {
  return Object.fromEntries(times.map(([name, until]) => [name, formatTime(until * 1000)]));
}

/** Nothing of a name that is hidden from the caller. */
function representPending(
  execution: string,
  { owner, name, value }: Execution['writes'][number],
  view: View,
): readonly TypeOf<typeof PendingWrite>[] {
  if (view.hides(name)) return [];
  const target = owner === undefined ? 'conversation' : 'participant';
  return [{ execution, target, participantId: owner, name, ...representValue(name, value, view) }];
}

/** The value of a pending write as the caller may see it; of a removal null. */
function representValue(name: string, value: JsonText | null, view: View) {
  if (value === null) return { value: null as unknown as TypeOf<typeof shownValue> };
  const shown = view.showValue(name, value);
  if (shown === undefined) return {};
  const masked = shown.isMasked ? { masked: true as const } : {};
  return { value: parse(shown.value) as TypeOf<typeof shownValue>, ...masked };
}

async function representSecured(
  event: ApiEvent,
  conversation: Conversation,
  opener: Opener | undefined,
  { view, isReadable }: Rights,
): Promise<TypeOf<typeof ExportedSecured>> {
  const secured = new Map([...conversation.secured].filter(([name]) => !view.hides(name)));
  const pending = [...conversation.executions].flatMap(([execution, { securedWrites }]) =>
    securedWrites.filter(({ name }) => !view.hides(name)).map((write) => ({ execution, ...write })),
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
    if (!envelope) return representValue(name, null, view);
    const value = (await open(new Map([[name, envelope]]))).values.get(name);
    return value === undefined ? { unreadable: true as const } : representValue(name, value, view);
  };
  const names = [...secured.keys()].filter((name) => !isReadable(name));
  const toOpen = [...secured.keys(), ...pending.flatMap(({ name, value }) => (value ? [name] : []))].filter(isReadable);
  if (toOpen.length > 0) await (await opener()).reveals?.record(conversation, [...new Set(toOpen)]);
  return {
    ...representUnsealed(event, await open(new Map([...secured].filter(([name]) => isReadable(name)))), view),
    ...(names.length > 0 && { names }),
    pending: await Promise.all(
      pending.map(async ({ execution, name, value }) => {
        return { execution, name, ...(isReadable(name) && (await opened(name, value))) };
      }),
    ),
  };
}
