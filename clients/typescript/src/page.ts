/** An element of a page that has an attribute of its guest in `data-guest-attribute`. */
interface GuestElement {
  readonly dataset: { readonly guestAttribute?: string; readonly guestType?: string };
  /** Of an input. */
  readonly value?: string;
  /** Of a meta element. */
  readonly content?: string;
  readonly textContent: string | null;
}

/** What is read of a page: its `document`. */
export interface Page {
  querySelectorAll(selector: string): Iterable<unknown>;
}

/** How a guest's message is sent. */
export interface SendMessageOptions {
  /** The names to collect, and no others: those that the channel allows. */
  readonly allowed: readonly string[];
  /** The route of the site itself that forwards messages. @default '/messages' */
  readonly route?: string;
  /** @default the document */
  readonly page?: Page;
}

/** What became of the attributes of a message. */
export interface Taken {
  readonly accepted: readonly string[];
  readonly dropped: readonly { readonly name: string; readonly reason: string }[];
}

/** The guest has not entered what the channel requires of a first message. */
export class AttributesMissing extends Error {
  override readonly name = 'AttributesMissing';
  /** Each with what the channel tells people of it, if it says so. */
  readonly missing: readonly { readonly name: string; readonly reason: string; readonly text?: string }[];

  constructor(missing: AttributesMissing['missing']) {
    super(`A first message must have ${missing.map(({ name }) => name).join(', ')}`);
    this.missing = missing;
  }
}

/**
 * Collects the attributes of a page: of every element with `data-guest-attribute`, its value, content or text. With
 * `data-guest-type="number"` or `"boolean"` that is one. What is empty is left out.
 *
 * @param allowed - the names that are taken
 */
export function collectAttributes(
  allowed: readonly string[],
  page: Page = (globalThis as unknown as { document: Page }).document,
): Readonly<Record<string, string | number | boolean>> {
  const elements = [...page.querySelectorAll('[data-guest-attribute]')] as readonly GuestElement[];
  const entries = elements.flatMap(({ dataset, value, content, textContent }) => {
    const { guestAttribute: name = '', guestType } = dataset;
    const text = (value ?? content ?? textContent ?? '').trim();
    return allowed.includes(name) && text !== '' ? [[name, convert(text, guestType)] as const] : [];
  });
  return Object.fromEntries(entries);
}

/**
 * Sends a guest's message with the attributes of the page to the site's own route. What was dropped is told in the
 * console, for those who make the page.
 *
 * @throws AttributesMissing for a first message without what the channel requires; Error when the route does not take it
 */
export async function sendMessage(
  text: string,
  { allowed, route = '/messages', page }: SendMessageOptions,
): Promise<Taken> {
  const response = await fetch(route, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, attributes: collectAttributes(allowed, page) }),
  });
  if (response.status === 422) throw new AttributesMissing(((await response.json()) as AttributesMissing).missing);
  if (!response.ok) throw new Error(`${route} answers ${response.status}`);
  const taken = (await response.json()) as Taken;
  for (const { name, reason } of taken.dropped) {
    // biome-ignore lint/suspicious/noConsole: it is read there by those who make the page.
    console.warn(`The attribute "${name}" was dropped: ${reason}`);
  }
  return taken;
}

function convert(text: string, type: string | undefined): string | number | boolean {
  if (type === 'boolean') return text === 'true';
  return type === 'number' && Number.isFinite(Number(text)) ? Number(text) : text;
}
