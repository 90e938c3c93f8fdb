export { toLambdaHandler } from './lambda-handler.ts';
export { toNodeListener } from './node-listener.ts';

import { isRefused, RequestRefused } from './errors.ts';
import type { ConversationAttributes } from './index.ts';
import type { GuestAttributes, MessageTaken } from './types/index.ts';

/** What a forwarder of guests' messages needs. */
export interface ForwarderOptions {
  /** It holds the credentials, which no page has. The scope `webchat:guest` is enough. */
  readonly api: Pick<ConversationAttributes, 'webChannel'>;
  readonly channelId: string;
  /** Told of each message of which something was dropped: names and reasons, no value. @default a warning in the console */
  readonly report?: (dropped: MessageTaken['dropped']) => void;
}

/** Bytes that a message may have: far more than people write, and less than the API takes. */
const MAX_BYTES = 64 * 1024;

const COOKIE = 'guest-conversation';

/**
 * Makes the handler of a site's own route, which passes guests' messages on to a web channel: those of `sendMessage`, and
 * whole ones of messengers. It takes the text and the attributes and leaves out everything else that messengers add. A
 * cookie that no script reads keeps the conversation of a guest, so that no page can name that of somebody else; when it
 * has ended, the next message begins another.
 *
 * It answers 200 with `accepted` and `dropped`; 422 with `missing` to a first message without what the channel requires; 405, 415, 413 and 400 to what is no message; 502 when the API does not take it.
 */
export function forwardMessages({ api, channelId, report = warn }: ForwarderOptions) {
  const channel = api.webChannel(channelId);

  async function pass(request: Request): Promise<Response> {
    if (request.method !== 'POST') return refuse(405, 'send a message by POST', { allow: 'POST' });
    // A page of another site can't send this type without being asked for by CORS.
    const type = request.headers.get('content-type') ?? '';
    if (!/^application\/json\s*(;|$)/i.test(type)) return refuse(415, 'send a message as application/json');
    const text = await request.text();
    if (new TextEncoder().encode(text).length > MAX_BYTES)
      return refuse(413, `a message has ${MAX_BYTES} bytes at most`);
    const message = readMessage(text);
    if (message === undefined) return refuse(400, 'a message is an object with a text, and perhaps attributes');
    const taken = await send(message, readCookie(request));
    if (taken.dropped.length > 0) report(taken.dropped);
    const { conversationId, accepted, dropped } = taken;
    const cookie = `${COOKIE}=${conversationId}; Path=/; HttpOnly; SameSite=Strict; Secure`;
    return Response.json({ accepted, dropped }, { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } });
  }

  async function send({ text, attributes }: Message, conversationId: string | undefined): Promise<MessageTaken> {
    const body = { message: { text }, metadata: attributes };
    if (conversationId === undefined) return channel.send(body);
    try {
      return await channel.send({ ...body, conversationId });
    } catch (error) {
      const isOver = error instanceof RequestRefused && OVER.includes(error.code ?? '');
      if (!isOver) throw error;
      return channel.send(body);
    }
  }

  return (request: Request): Promise<Response> =>
    pass(request).catch((error: unknown) => {
      if (error instanceof RequestRefused && error.status === 400) return refuse(400, 'the message is not allowed');
      if (isRefused(error, 'unprocessable-content')) {
        return Response.json(
          { message: 'the message lacks what the channel requires', missing: error.errors },
          { status: 422 },
        );
      }
      // biome-ignore lint/suspicious/noConsole: the site's log, which has no other way to learn of it.
      console.error('A message of a guest was not passed on.', error instanceof Error ? error.message : error);
      return refuse(502, 'the message could not be passed on');
    });
}

/** With these a conversation takes no more messages, or the cookie names none of this channel. */
const OVER: readonly string[] = ['conversation-ended', 'wrong-channel', 'bad-request'];

interface Message {
  readonly text: string;
  readonly attributes: GuestAttributes;
}

/** What counts in a message: the later place of attributes wins, as in the API. */
function readMessage(json: string): Message | undefined {
  const given = parse(json);
  if (!isObject(given)) return undefined;
  const message = isObject(given.message) ? given.message : {};
  const text = [given.text, message.text].find((one) => typeof one === 'string');
  if (text === undefined) return undefined;
  const channel = isObject(message.channel) ? message.channel : {};
  const metadata = isObject(channel.metadata) ? channel.metadata : {};
  const places = [metadata.customAttributes, given.message_metadata, given.metadata, given.attributes];
  const entries = places.flatMap((place) => (isObject(place) ? Object.entries(place) : []));
  return { text, attributes: Object.fromEntries(entries) as GuestAttributes };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readCookie(request: Request): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_.:-]+)`).exec(request.headers.get('cookie') ?? '')?.[1];
}

function refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ message }, { status, headers });
}

function warn(dropped: MessageTaken['dropped']): void {
  // biome-ignore lint/suspicious/noConsole: the site's log, unless it names another.
  console.warn(JSON.stringify({ message: 'attributes of a guest dropped', dropped }));
}
