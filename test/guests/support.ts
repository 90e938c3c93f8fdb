import { randomUUID } from 'node:crypto';
import { parse, stringify } from '#domain/json.ts';
import type { Answer } from '../support/answer.ts';
import type { Api } from '../support/api.ts';

/** What a message's answer says. */
export interface Taken {
  readonly conversationId: string;
  readonly accepted: readonly string[];
  readonly dropped: readonly { readonly name: string; readonly reason: string }[];
}

/** A message beside its text. */
export interface GuestMessage {
  readonly conversationId?: string;
  readonly metadata?: object;
  readonly message_metadata?: object;
  readonly customAttributes?: object;
}

/** A web channel of a test's own. */
export interface Channel {
  readonly id: string;
  /** Changes its settings. */
  patch(webchat: ChannelSettings): Promise<Answer>;
  /** Sends a message. @param key its Idempotency-Key */
  send(message?: GuestMessage, key?: string): Promise<Answer>;
  /** The same, and it must be taken. */
  taken(message?: GuestMessage, key?: string): Promise<Taken>;
}

interface ChannelSettings {
  readonly type?: string;
  readonly allowed?: readonly unknown[];
  readonly required?: readonly unknown[];
}

/** Makes a web channel: `webmessaging`, unless the settings say otherwise. */
export async function openChannel(api: Api, settings: ChannelSettings): Promise<Channel> {
  const id = `channel-${randomUUID()}`;
  const patch = ({ type, ...attributes }: ChannelSettings) => {
    const webchat = { ...(type && { type }), attributes };
    return api.ok('PATCH', `/api/v2/webchat/channels/${id}`, { body: { settings: { webchat } } });
  };
  const options = ({ customAttributes, ...rest }: GuestMessage, key: string | undefined) => ({
    body: {
      message: { text: 'Hello', ...(customAttributes && { channel: { metadata: { customAttributes } } }) },
      ...rest,
    },
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
  const path = `/api/v2/webchat/channels/${id}/messages`;
  await patch(settings);
  return {
    id,
    patch,
    send: (message = {}, key) => api.call('POST', path, options(message, key)),
    taken: async (message = {}, key) => takenOf(await api.ok('POST', path, options(message, key))),
  };
}

/** What an answer to a message says. */
export function takenOf({ text }: Answer): Taken {
  return JSON.parse(text);
}

/** A number in JSON exactly as it is written here. */
export function number(text: string): unknown {
  return parse(text);
}

/** The `data` of a conversation. */
export async function dataOf(api: Api, conversationId: string): Promise<Readonly<Record<string, unknown>>> {
  return (await api.ok('GET', `/api/v2/conversations/${conversationId}`)).body.data;
}

/** The same: each value as its JSON text, in which numbers have all their digits. */
export async function dataTexts(api: Api, conversationId: string): Promise<Readonly<Record<string, string>>> {
  const { text } = await api.ok('GET', `/api/v2/conversations/${conversationId}`);
  const { data } = parse(text) as { readonly data: Readonly<Record<string, never>> };
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, stringify(value)]));
}
