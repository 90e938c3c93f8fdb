import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.ts';
import { type Paths, pathsOf } from '../support/paths.ts';
import { canary } from './canaries.ts';

/** Names on the saved list. */
export const listed: readonly string[] = ['kept', 'listed'];

/** Names that steps write to, beside one that each conversation has for itself. */
const names = [...listed, 'plain'];

/** What has been written to one conversation, each value a canary. */
export class Story {
  readonly made: Paths = pathsOf(canary());
  /** The canaries that were sent in secured attributes: never to be seen in the store. */
  readonly secured = new Set<string>();
  readonly #api: Api;
  /** A name that nobody listed has to go as a value has. */
  readonly #name = canary();
  #last: () => Promise<unknown> = async () => undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Makes the conversation. */
  async begin(): Promise<void> {
    const participants = [{ purpose: 'customer', ...this.#person() }];
    const body = { id: this.made.id, participants, data: this.#bag(0), externalId: canary() };
    await this.#api.make(body);
  }

  /** Does one step. What is refused, since the conversation has ended, changes nothing. */
  async step(step: Step, choice: number): Promise<void> {
    const { made } = this;
    switch (step) {
      case 'set':
        return this.#send('POST', made.flow(), { attributes: this.#strings(choice) });
      case 'set in another execution':
        return this.#send('POST', made.flow(canary()), { attributes: this.#strings(choice) });
      case 'set on the conversation':
        return this.#send('POST', made.flow(), { target: 'conversation', attributes: this.#strings(choice) });
      case 'set a removal':
        return this.#send('POST', made.flow(), { attributes: { [this.#pick(choice)]: null } });
      case 'flush':
        return this.#send('POST', made.flush(), {});
      case 'flush with a last batch':
        return this.#send('POST', made.flush(), { attributes: this.#strings(choice) });
      case 'patch the customer':
        return this.#send('PATCH', made.attributes(), { attributes: this.#bag(choice) });
      case 'patch the interaction':
        return this.#send('PATCH', made.interaction, {
          participants: [{ id: 'customer', attributes: this.#bag(choice) }],
        });
      case 'patch data':
        return this.#send('PATCH', made.conversation, { data: this.#bag(choice) });
      case 'join':
        return this.#send('POST', made.participants, { id: canary(), purpose: 'agent', ...this.#person() });
      case 'note':
        return this.#send('PATCH', made.conversation, { wrapup: { code: canary(), notes: canary() } });
      case 'secure':
        return this.#send('PATCH', `${made.conversation}/secureattributes`, { attributes: this.#secrets(choice) });
      case 'replace what is secured': {
        const { body } = await this.#api.call('GET', `${made.conversation}/secureattributes`);
        return this.#send('PUT', `${made.conversation}/secureattributes`, {
          attributes: this.#secrets(choice),
          version: body.version ?? 0,
        });
      }
      case 'say bot':
        return this.#send('POST', made.flow(canary()), { flowType: 'bot', attributes: this.#strings(choice) });
      case 'secure in a flow':
        return this.#send('POST', `${made.conversation}/flows/ivr/secureattributes`, {
          attributes: this.#secrets(choice),
        });
      case 'repeat':
        await this.#last();
    }
  }

  async #send(method: string, path: string, body: object): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    this.#last = () => this.#api.call(method, path, { body, headers });
    await this.#last();
  }

  #pick(choice: number): string {
    return names[choice] ?? this.#name;
  }

  #strings(choice: number): Record<string, string> {
    return { [this.#pick(choice)]: canary() };
  }

  #secrets(choice: number): Record<string, string> {
    const secrets = this.#strings(choice);
    for (const secret of Object.values(secrets)) this.secured.add(secret);
    return secrets;
  }

  #bag(choice: number): object {
    return { [this.#pick(choice)]: { in: [canary(), { [canary()]: canary() }] } };
  }

  #person(): object {
    const addresses = [{ type: 'phone', uri: `tel:${canary()}` }];
    return { externalId: canary(), addresses, attributes: this.#bag(3) };
  }
}

/** Every kind of step. */
export const steps = [
  'set',
  'set in another execution',
  'set on the conversation',
  'set a removal',
  'flush',
  'flush with a last batch',
  'patch the customer',
  'patch the interaction',
  'patch data',
  'join',
  'note',
  'secure',
  'replace what is secured',
  'say bot',
  'secure in a flow',
  'repeat',
] as const;
export type Step = (typeof steps)[number];
