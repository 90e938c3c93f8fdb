import { type Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Answer, toAnswer } from './answer.ts';

/** What is sent. */
export interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

/** Sends a request and gives its answer: with a third of the work that `fetch` takes, which tens of thousands of requests feel. */
export async function sendRequest(agent: Agent, url: string, { method, headers, body }: Sent): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { agent, method, headers }, resolve).on('error', reject).end(body);
  });
  const received = new Headers();
  for (const [name, values = []] of Object.entries(response.headersDistinct)) {
    for (const value of values) received.append(name, value);
  }
  return toAnswer(response.statusCode ?? 0, received, await text(response));
}
