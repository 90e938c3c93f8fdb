/** How long nothing may come before a stream counts as broken, in milliseconds: a server tells that it is there every 15 seconds. */
const SILENCE_MS = 45_000;

/** A stream has ended before its time: nothing came, or its connection broke. */
export class StreamBroken extends Error {
  override readonly name = 'StreamBroken';
}

/**
 * The data of each event of a stream of Server-Sent Events, as far as it came whole.
 *
 * @param signal - ends it
 * @throws the reason of the signal; StreamBroken where the connection breaks, or nothing comes for 45 seconds
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* readEvents(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await readInTime(reader, signal);
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      // An event ends with an empty line: what comes after the last of these is not whole.
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = block.split('\n').flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : []));
        if (data.length > 0) yield data.join('\n');
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function readInTime(reader: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal | undefined) {
  return new Promise<Awaited<ReturnType<typeof reader.read>>>((resolve, reject) => {
    const end = () => reject(signal?.reason);
    const timer = setTimeout(() => reject(new StreamBroken(`nothing came for ${SILENCE_MS} ms`)), SILENCE_MS);
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end, { once: true });
    reader
      .read()
      .then(resolve, (cause: unknown) => reject(new StreamBroken('the connection broke', { cause })))
      .finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
      });
  });
}
