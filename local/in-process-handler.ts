import { randomUUID } from 'node:crypto';
import { setImmediate as giveWay } from 'node:timers/promises';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { Answer } from './dynalite/answer.ts';

/** Answers an operation of DynamoDB, whose name and body are as they go over the wire. */
type AnswerOperation = (target: string, body: string) => Promise<Answer>;

/**
 * The SDK's HTTP client for a store of this process: it hands over requests and answers by a call. The bodies are those that would go over
 * the wire; a socket takes more than half of what a request to the embedded store takes.
 */
export class InProcessHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #answer: AnswerOperation;
  readonly #underWay = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(answer: AnswerOperation) {
    this.#answer = answer;
  }

  /** @throws Error as of a connection that was refused, once it is closed. */
  async handle({ headers, body }: HttpRequest): Promise<{ response: HttpResponse }> {
    if (this.#isClosed) throw Object.assign(new Error('The server is closed'), { code: 'ECONNREFUSED' });
    // Requests that are sent at once must be able to overtake each other, as over the wire: the store in memory answers at once.
    const answered = giveWay().then(() => this.#answer(headers['x-amz-target'] ?? '', toText(body)));
    this.#underWay.add(answered);
    try {
      const { status, body: text } = await answered;
      const own = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() };
      return { response: new HttpResponse({ statusCode: status, headers: own, body: Buffer.from(text) }) };
    } finally {
      this.#underWay.delete(answered);
    }
  }

  /** Takes no more requests, and waits for the answers to those under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#underWay);
  }

  /** The SDK's client may be destroyed and used again; there are no connections to end. */
  destroy(): void {}

  /** Nothing can be configured: a call has no time limit. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}

/** @param body - a text or bytes, as the SDK gives them; its bytes warn of being read as a text */
function toText(body: string | Uint8Array = ''): string {
  return typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
}
