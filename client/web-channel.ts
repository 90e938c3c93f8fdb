import type { Transport, WriteOptions } from './transport.ts';
import type { GuestMessage, MessageTaken, WebchatSettings } from './types/index.ts';

/** The body of the settings of a web channel. */
interface Body<Settings> {
  readonly settings: { readonly webchat: Settings };
}

/** A web channel: guests write on it, through the user's own web server. */
export class WebChannel {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, path: string) {
    this.#transport = transport;
    this.#path = path;
  }

  /** What it is, and what guests may set. One that nobody has patched is `webmessaging`, with an empty list. */
  async settings(): Promise<WebchatSettings> {
    const request = { method: 'GET', path: this.#path } as const;
    return (await this.#transport.send<Body<WebchatSettings>>(request)).body.settings.webchat;
  }

  /** Changes its type, or replaces the list. */
  async patchSettings<Answer = WebchatSettings>(
    webchat: Partial<WebchatSettings>,
    options: WriteOptions = {},
  ): Promise<Answer> {
    const body: Body<Partial<WebchatSettings>> = { settings: { webchat } };
    const request = { method: 'PATCH', path: this.#path, body, ...options } as const;
    const answer = (await this.#transport.send<Body<Answer> | Answer>(request)).body;
    return isBody(answer) ? answer.settings.webchat : answer;
  }

  /** Passes a guest's message on; without `conversationId` it begins a conversation. */
  async send(message: GuestMessage, options: WriteOptions = {}): Promise<MessageTaken> {
    const request = { method: 'POST', path: `${this.#path}/messages`, body: message, ...options } as const;
    return (await this.#transport.send<MessageTaken>(request)).body;
  }
}

/** Who may not read is not told the settings. */
function isBody<Settings>(answer: Body<Settings> | Settings): answer is Body<Settings> {
  return typeof answer === 'object' && answer !== null && 'settings' in answer;
}
