import { ConversationAttributes, NoAnswer, RequestRefused } from '@conversation-attributes/client';
import { type Context, type Event, type Handler, makeResponse, type Response } from './twilio.ts';

/** Milliseconds, of one attempt. */
const TIMEOUT_MS = 4_000;
const ANSWER_MS = 9_000;

/** What a function has to work with. */
export interface Tools {
  readonly client: ConversationAttributes;
  readonly event: Event;
}

/** What a function answers: a status, and a body as JSON. */
export interface Answer {
  readonly status: number;
  readonly body?: object;
}

/** What is wrong with a request, before it is sent. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** Kept while Twilio keeps the process, with its access token. */
let client: ConversationAttributes | undefined;

/**
 * Makes a function of Twilio. A refusal of the API is answered with its status, `code` and `message`: Studio takes `fail` for it. It
 * answers before Twilio gives up, and is stopped then: nothing is sent late.
 */
export function makeHandler(run: (tools: Tools) => Promise<Answer>): Handler {
  return async (context, event, callback) => {
    client ??= connect(context);
    const deadline = startDeadline(Number(context.ANSWER_MS ?? ANSWER_MS));
    try {
      callback(null, await Promise.race([answer(run({ client, event })), deadline.passed]));
    } catch (error) {
      callback(error);
    } finally {
      deadline.end();
    }
  };
}

function connect({ API_URL, CLIENT_ID, CLIENT_SECRET, TOKEN_URL }: Context): ConversationAttributes {
  const credentials = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, ...(TOKEN_URL && { tokenUrl: TOKEN_URL }) };
  return new ConversationAttributes({ baseUrl: API_URL, ...credentials, timeout: TIMEOUT_MS });
}

function startDeadline(milliseconds: number) {
  const { promise: passed, resolve } = Promise.withResolvers<Response>();
  const timer = setTimeout(() => resolve(makeNoAnswer()), milliseconds);
  return { passed, end: () => clearTimeout(timer) };
}

/** @throws what is a fault of the function itself */
async function answer(running: Promise<Answer>): Promise<Response> {
  try {
    const { status, body } = await running;
    return makeResponse(status, body);
  } catch (error) {
    if (error instanceof BadRequest) return makeResponse(400, { code: 'bad-request', message: error.message });
    if (error instanceof NoAnswer) return makeNoAnswer();
    if (!(error instanceof RequestRefused)) throw error;
    const { status, code = `http-${status}`, detail: message, errors } = error;
    return makeResponse(status, { code, message, errors });
  }
}

function makeNoAnswer(): Response {
  const message = 'The API has not answered in time. The same again is safe.';
  return makeResponse(503, { code: 'no-answer', message });
}
