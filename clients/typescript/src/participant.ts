import { type Change, readChangeWrite } from './read-change-write.ts';
import type { MergeOptions, Transport, WriteOptions } from './transport.ts';
import type { AttributeChanges, ExpectedAttributes, ParticipantAttributes } from './types/index.ts';

/** What a patch of attributes takes besides them. */
export interface PatchOptions extends MergeOptions {
  /** The version that was read: refused (409 `version-conflict`) when it is not current. @default written over any */
  readonly version?: number;
}

/** What a patch of the attributes of one participant takes besides them. */
export interface ConditionalPatchOptions extends PatchOptions {
  /**
   * Values that attributes must have; `null`: they must not be there. Else it is refused (409 `values-differ`), and
   * `differences` of the refusal has what is there. @default whatever they have
   */
  readonly if?: ExpectedAttributes;
}

/** What a leave takes besides. */
export interface LeaveOptions extends WriteOptions {
  /** The version that was read: refused (412 `precondition-failed`) when it is not current. @default leaves at any */
  readonly version?: number;
}

/** A participant of a conversation. */
export class ParticipantById {
  readonly #transport: Transport;
  readonly #self: string;
  readonly #path: string;

  constructor(transport: Transport, path: string) {
    this.#transport = transport;
    this.#self = path;
    this.#path = `${path}/attributes`;
  }

  /** Its attributes, and their version. @throws Error where neither the body nor an ETag has one. */
  async attributes(): Promise<ParticipantAttributes> {
    const request = { method: 'GET', path: this.#path } as const;
    const { body, version: tagged } = await this.#transport.send<Partial<ParticipantAttributes>>(request);
    const { attributes = {}, version = tagged } = body;
    if (version === undefined) throw new Error(`${this.#path}: the answer has no ETag; do not let a proxy remove it`);
    return { attributes, version };
  }

  /** Merges changes. With a version only if that is current, with `if` only if attributes have these values. */
  async patch<Answer = ParticipantAttributes>(
    attributes: AttributeChanges,
    { version, if: expected, ...options }: ConditionalPatchOptions = {},
  ): Promise<Answer> {
    const body = { attributes, if: expected, version };
    const request = { method: 'PATCH', path: this.#path, body, ...options } as const;
    return (await this.#transport.send<Answer>(request)).body;
  }

  /**
   * Reads the attributes, lets `change` say what is to change, and writes that if nothing was written meanwhile; else
   * it reads and asks again. So `change` may be called several times: it should do nothing else.
   */
  updateAttributes(change: Change): Promise<ParticipantAttributes> {
    return readChangeWrite(
      () => this.attributes(),
      ({ attributes }) => change(attributes),
      (changes, { version }) => this.patch(changes, { version }),
    );
  }

  /** It leaves, with a version only if that is current. Its attributes are read by its id still, and count at the end. */
  async leave({ idempotencyKey, version }: LeaveOptions = {}): Promise<void> {
    const named = version === undefined ? {} : { version };
    await this.#transport.send<void>({ method: 'DELETE', path: this.#self, idempotencyKey, ...named });
  }
}
