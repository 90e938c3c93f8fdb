import type { ChannelType } from '#domain/channel-types.ts';
import { countUtf8Bytes } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';

/** A contact of Amazon Connect, as flows and contact events describe it. */
export interface Contact {
  readonly id: string;
  /** The first contact of a chain of transfers. */
  readonly initialId: string;
  readonly channel: string;
  readonly initiationMethod: string;
  /** How the customer can be reached: none in a chat. */
  readonly customerEndpoint?: Endpoint | undefined;
  /** The ARN of the queue that it is in. */
  readonly queueArn?: string | undefined;
}

/** An end point, with a type such as `TELEPHONE_NUMBER`. */
export interface Endpoint {
  readonly type: string;
  readonly address: string;
}

/** The client that Amazon Connect is to the API: flow executions of contacts belong to it. */
export const connectClient = 'amazon-connect';

/**
 * The purpose of a participant that represents a contact of the conversation: it is present as long as its contact
 * lasts.
 */
export const contactPurpose = 'contact';

/** The conversation of a contact and of all that it is transferred to: the first contact's id. */
export function conversationOf({ id, initialId }: Pick<Contact, 'id' | 'initialId'>): string {
  return initialId || id;
}

/** The participant that represents a contact. */
export function describeContactParticipant({ id }: Pick<Contact, 'id'>): {
  readonly id: string;
  readonly purpose: string;
} {
  return { id: `${contactPurpose}-${id}`, purpose: contactPurpose };
}

/** The conversation to make for a contact: with its customer, and a participant for the contact itself. */
export function newConversationOf(contact: Contact): object {
  const { customerEndpoint, queueArn } = contact;
  return {
    id: conversationOf(contact),
    type: typeOf(contact),
    ...readQueue(queueArn),
    participants: [
      { purpose: 'customer', addresses: addressesOf(customerEndpoint) },
      describeContactParticipant(contact),
    ],
  };
}

/** The call queue of a conversation: the id of the queue in Amazon Connect. */
export function readQueue(queueArn: string | undefined): { readonly queueId?: string } {
  const queueId = lastOf(queueArn);
  return queueId === undefined ? {} : { queueId };
}

/** What an ARN names: its last part; undefined where there is none that would do as an id. */
export function lastOf(arn: string | undefined): string | undefined {
  const last = arn?.split('/').at(-1) ?? '';
  return /^[\w.:-]{1,128}$/.test(last) ? last : undefined;
}

/** The channel type of a contact. */
function typeOf({ channel, initiationMethod }: Contact): ChannelType {
  switch (channel.toUpperCase()) {
    case 'CHAT':
      return 'webmessaging';
    case 'TASK':
      return 'task';
    case 'EMAIL':
      return 'email';
    default:
      return initiationMethod === 'CALLBACK' ? 'callback' : 'voice';
  }
}

/** The address of an end point, as other parts of the API write it: `tel:+4930123456`. */
function addressesOf(endpoint: Endpoint | undefined): readonly { readonly type: string; readonly uri: string }[] {
  if (!endpoint?.address) return [];
  const { type, address } = endpoint;
  const one = (scheme: string, kind = scheme) => [{ type: kind, uri: `${scheme}:${address}` }];
  if (countUtf8Bytes(address) > limits.textBytes - 'mailto:'.length) return [];
  if (type === 'TELEPHONE_NUMBER') return one('tel');
  if (type === 'EMAIL_ADDRESS') return one('mailto', 'email');
  return [{ type: type.toLowerCase() || 'address', uri: address }];
}
