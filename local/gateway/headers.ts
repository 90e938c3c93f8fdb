/** Headers about one connection, which end at the gateway (RFC 9110, section 7.6.1), and those it writes itself. */
export const connectionHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The headers as the event shows them: names in lower case, repeated ones joined by commas, cookies by semicolons.
 * @param rawHeaders - names and values in turn, as Node gives them.
 */
export function joinHeaders(rawHeaders: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    const value = rawHeaders[index + 1] ?? '';
    const earlier = headers.get(name);
    const separator = name === 'cookie' ? ';' : ',';
    headers.set(name, earlier === undefined ? value : `${earlier}${separator}${value}`);
  }
  return headers;
}

/** The cookies of a `cookie` header. */
export function splitCookies(header: string | undefined): string[] {
  return (header ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
}
