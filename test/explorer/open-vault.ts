import type { Envelope } from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';
import { DataKeyRemoved, type Place, type Unsealed, type Vault } from '#domain/vault.ts';
import type { DynamoDbDataKeys } from '#dynamodb/data-keys.ts';

/**
 * A vault whose envelopes can be read: they show under which data key a value was sealed. It makes and looks for data
 * keys in the table as the real one does, but asks no KMS.
 */
export class OpenVault implements Vault {
  readonly #dataKeys: DynamoDbDataKeys;

  constructor(dataKeys: DynamoDbDataKeys) {
    this.#dataKeys = dataKeys;
  }

  async seal(
    { internalId, isSealed }: Place,
    values: ReadonlyMap<string, JsonText>,
  ): Promise<ReadonlyMap<string, Envelope>> {
    const made = async () => !isSealed && this.#dataKeys.create(internalId, { wrapped: Buffer.from('wrapped') });
    if (!(await this.#dataKeys.read(internalId)) && !(await made()) && !(await this.#dataKeys.read(internalId))) {
      throw new DataKeyRemoved();
    }
    return new Map([...values].map(([name, value]) => [name, Buffer.from(`${internalId} ${value}`)]));
  }

  async fingerprint({ internalId }: Place, text: string): Promise<string> {
    if (!(await this.#dataKeys.read(internalId))) throw new DataKeyRemoved();
    return text;
  }

  async open({ internalId }: Place, envelopes: ReadonlyMap<string, Envelope>): Promise<Unsealed> {
    if (envelopes.size > 0 && !(await this.#dataKeys.read(internalId))) throw new DataKeyRemoved();
    const values = new Map([...envelopes].map(([name, envelope]) => [name, unsealed(envelope) as JsonText]));
    return { values, unreadable: [] };
  }
}

/** The value in an envelope. */
export function unsealed(envelope: Envelope): string {
  const text = Buffer.from(envelope).toString();
  return text.slice(text.indexOf(' ') + 1);
}

/** The internal id for which an envelope was sealed. */
export function sealedFor(envelope: Envelope): string {
  return Buffer.from(envelope).toString().split(' ', 1).join();
}
