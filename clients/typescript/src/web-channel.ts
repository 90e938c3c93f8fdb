import type { Transport, WriteOptions } from './transport.ts';
import type { GuestMessage, MessageTaken, WebchatChannelPatch, WebchatSettings } from './types/index.ts';

/** The settings of a web channel, with a version that every write of them raises; 0 before the first. */
export type VersionedWebchatSettings = WebchatSettings & { readonly version: number };

/** Changes of a web channel, with the version that was read only if that is current; null gives back to the channel type what it says. */
export type WebchatChanges = WebchatChannelPatch['settings']['webchat'] & { readonly version?: number };

/** The body of the settings of a web channel. */
interface Body {
  readonly settings: { readonly webchat: WebchatSettings };
  readonly version: number;
}

/** A web channel: guests write on it, through the user's own web server. */
export class WebChannel {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, path: string) {
    this.#transport = transport;
    this.#path = path;
  }

  /** What it is, and what guests may set. One that was never patched is `webmessaging`, with an empty list. */
  async settings(): Promise<VersionedWebchatSettings> {
    const request = { method: 'GET', path: this.#path } as const;
    return readSettings((await this.#transport.send<Body>(request)).body);
  }

  /** Changes its type, what guests may or must enter, or what its conversations keep. With the version that was read only if that is current. */
  async patchSettings(
    { version, ...webchat }: WebchatChanges,
    options: WriteOptions = {},
  ): Promise<VersionedWebchatSettings> {
    const body = { settings: { webchat }, version };
    const request = { method: 'PATCH', path: this.#path, body, ...options } as const;
    return readSettings((await this.#transport.send<Body>(request)).body);
  }

  /** Passes a guest's message on; without `conversationId` it begins a conversation. */
  async send(message: GuestMessage, options: WriteOptions = {}): Promise<MessageTaken> {
    const request = { method: 'POST', path: `${this.#path}/messages`, body: message, ...options } as const;
    return (await this.#transport.send<MessageTaken>(request)).body;
  }
}

function readSettings({ settings, version }: Body): VersionedWebchatSettings {
  return { ...settings.webchat, version };
}
