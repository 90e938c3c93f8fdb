import { type ChannelType, type ConversationAttributes, isRefused } from '@conversation-attributes/client';

/** A conversation that is made where it is not there yet. */
export interface NewConversation {
  readonly id: string;
  /** @default what the address says (`whatsapp:…`), else Twilio's kind of id: a call is `voice`, a task `task`, an SMS `sms`, a conversation `webmessaging` */
  readonly type?: string | undefined;
  /** The customer's address, as Twilio writes it: `+4930123456`, `whatsapp:+4930123456`. */
  readonly from?: string | undefined;
}

/** Channel types by the first letters of ids. @see https://www.twilio.com/docs/glossary/what-is-a-sid */
const types: Readonly<Record<string, ChannelType>> = {
  CH: 'webmessaging',
  IM: 'webmessaging',
  SM: 'sms',
  MM: 'mms',
  WT: 'task',
};

/** Channel types by the first word of the customer's address. @see https://www.twilio.com/docs/messaging/channels */
const messengers: Readonly<Record<string, ChannelType>> = {
  whatsapp: 'whatsapp',
  messenger: 'messenger',
  rcs: 'rcs',
};

/** Does something with a conversation; if there is none, makes it and does it then. */
export async function withConversation<Result>(
  client: ConversationAttributes,
  conversation: NewConversation,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isRefused(error, 'conversation-not-found')) throw error;
  }
  await create(client, conversation);
  return work();
}

async function create(client: ConversationAttributes, { id, type, from }: NewConversation): Promise<void> {
  const customer = { purpose: 'customer', ...(from !== undefined && { addresses: [readAddress(from)] }) };
  const known = (type ?? messengers[schemeOf(from) ?? ''] ?? types[id.slice(0, 2)] ?? 'voice') as ChannelType;
  try {
    await client.createConversation({ id, type: known, participants: [customer] });
  } catch (error) {
    // Another was faster.
    if (!isRefused(error, 'conversation-exists')) throw error;
  }
}

function schemeOf(from = ''): string | undefined {
  return /^([a-z]+):/.exec(from)?.[1];
}

function readAddress(from: string) {
  const kind = schemeOf(from);
  return kind === undefined ? { type: 'tel', uri: `tel:${from}` } : { type: kind, uri: from };
}
