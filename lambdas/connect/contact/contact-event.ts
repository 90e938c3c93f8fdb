import type { Contact } from './contact.ts';

/** What the contact event of a contact says. */
export interface ContactNews {
  readonly contact: Contact;
  /** Such as `INITIATED`. */
  readonly type: string;
  readonly agentArn: string | undefined;
}

/** An event of EventBridge with a contact event in it, of which any field may be missing. */
export interface ContactEvent {
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Reads a contact event. Its fields begin with a small letter, in some of AWS's own examples with a capital one: both are taken.
 *
 * @throws Error when it names no contact.
 * @see https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html
 */
export function readContactEvent({ detail }: ContactEvent): ContactNews {
  const text = (...path: readonly string[]) => {
    const value = path.reduce<unknown>(fieldOf, detail);
    return typeof value === 'string' ? value : '';
  };
  const id = text('contactId');
  if (id === '') throw new Error('The event has no contactId: it is no contact event of Amazon Connect');
  const address = text('customerEndpoint', 'address');
  return {
    contact: {
      id,
      initialId: text('initialContactId'),
      channel: text('channel'),
      initiationMethod: text('initiationMethod'),
      ...(address !== '' && { customerEndpoint: { type: text('customerEndpoint', 'type'), address } }),
      queueArn: text('queueInfo', 'queueArn') || undefined,
    },
    type: text('eventType'),
    agentArn: text('agentInfo', 'agentArn') || undefined,
  };
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  return fields[name] ?? fields[`${name.charAt(0).toUpperCase()}${name.slice(1)}`];
}
