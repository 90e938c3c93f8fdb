import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Answer, type RefusalStatus, refuse } from './answer.ts';

/** The body is larger than the limit. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** The connection ended in the middle of the body: no caller waits for an answer. */
export class BodyLost extends Error {
  override readonly name = 'BodyLost';
}

/**
 * Reads a whole body.
 * @param limit - in bytes.
 * @throws BodyTooLarge as soon as that is clear, BodyLost.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      // The rest goes on being read, and dropped, so that the client gets to the answer.
      else reject(new BodyTooLarge());
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', (cause) => reject(new BodyLost('', { cause })));
  });
}

/** Writes an answer. The connection stays open for the next request. */
export function writeAnswer(response: ServerResponse, answer: Answer, requestId: string): void {
  const { body } = answer;
  const bodiless = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, {
    ...answer.headers,
    'apigw-requestid': requestId,
    ...(answer.cookies?.length && { 'set-cookie': [...answer.cookies] }),
    ...(!bodiless && { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(bodiless ? undefined : body);
}

/** Answers what never became a request (its head is malformed or too large, it takes too long) and ends the connection. */
export function refuseConnection(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = refusalOf(error.code);
  const { headers, body } = refuse(status);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function refusalOf(code: string | undefined): RefusalStatus {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return 400;
}
