import { randomUUID } from 'node:crypto';
import type { FlowAnswer } from '../../lambdas/connect/contact/answer.ts';
import type { ContactEvent } from '../../lambdas/connect/contact/contact-event.ts';
import type { FlowEvent } from '../../lambdas/connect/contact/flow-event.ts';
import { createContext } from '../../local/gateway/invoke.ts';
import { importHandler } from '../../local/gateway/load-handler.ts';
import connected from './events/connected.json' with { type: 'json' };
import disconnected from './events/disconnected.json' with { type: 'json' };
import flow from './events/flow.json' with { type: 'json' };
import initiated from './events/initiated.json' with { type: 'json' };

/** A contact, as its flows and its contact events see it. */
export class TestContact {
  readonly id: string;
  readonly initialId: string;

  /** @param from the contact that was transferred. */
  constructor(from?: TestContact) {
    this.id = randomUUID();
    this.initialId = from?.initialId ?? this.id;
  }

  /** Does what a block of its flow asks for. @param data that the flow's event has instead of that of AWS's example. */
  act(parameters: Readonly<Record<string, string>>, data: object = {}, time?: number): Promise<FlowAnswer> {
    const ContactData = { ...flow.Details.ContactData, ContactId: this.id, InitialContactId: this.initialId, ...data };
    return invokeAs('run-connect-action', { ...flow, Details: { ContactData, Parameters: parameters } }, time);
  }

  /** Sends a contact event. @param detail that it has instead of that of AWS's example. */
  async tell(event: keyof typeof events, detail: object = {}): Promise<void> {
    const own = this.id === this.initialId ? {} : { initialContactId: this.initialId, initiationMethod: 'TRANSFER' };
    const { ContactId: _, ...rest } = events[event].detail as { readonly ContactId?: string };
    const eventType = event === 'completed' ? { eventType: 'COMPLETED' } : {};
    const shown = { ...rest, ...eventType, contactId: this.id, initialContactId: this.initialId, ...own, ...detail };
    await invokeAs('follow-contact', { ...events[event], detail: shown });
  }
}

/** The last is as the one before, of another type: "published immediately after the DISCONNECT event with the same data". */
const events = { initiated, connected, disconnected, completed: disconnected };

/** Invokes a function as Lambda does. @param time milliseconds that it has. */
async function invokeAs<Answer>(operation: string, event: FlowEvent | ContactEvent, time = 600_000): Promise<Answer> {
  const handler = (await importHandler(operation)) as unknown as (event: unknown, context: unknown) => Promise<Answer>;
  // What travels is JSON.
  return handler(JSON.parse(JSON.stringify(event)), createContext(operation, Date.now() + time));
}
