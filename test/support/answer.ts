/** A participant as answers show it. */
interface ParticipantBody {
  readonly id: string;
  readonly purpose: string;
  /** The purpose, in the `interactions` view. */
  readonly type: string;
  readonly version: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly endTime?: string;
}

/** A change of a conversation as an answer shows it. */
export interface ChangeBody {
  readonly revision: number;
  readonly by?: object;
  readonly events: readonly { readonly type: string }[];
}

/** A reveal of secured names as an answer shows it. */
export interface RevealBody {
  readonly id: string;
  readonly time: string;
  readonly names: readonly string[];
  readonly by: object;
}

/** The fields of answers that tests look into. Which of them an answer has depends on its route and status. */
export interface Body {
  readonly id: string;
  readonly version: number;
  readonly revision: number;
  readonly state: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly participants: readonly ParticipantBody[];
  readonly pending: readonly string[];
  readonly flushed: readonly string[];
  readonly securedFlushed?: number;
  readonly notSet: readonly { readonly name: string; readonly didYouMean?: string; readonly setOn?: string }[];
  readonly setOn?: Readonly<Record<string, string>>;
  readonly masked?: readonly string[];
  readonly savedNames?: readonly string[];
  readonly definitions: readonly object[];
  readonly changes: readonly ChangeBody[];
  readonly reveals: readonly RevealBody[];
  readonly unreadable?: readonly string[];
  readonly secured: { readonly unreadable?: readonly string[]; readonly pending: readonly object[] };
  readonly code: string;
  readonly detail: string;
  readonly currentVersion: number;
  readonly differences: readonly { readonly name: string; readonly current?: unknown }[];
  readonly moreErrors: number;
  readonly errors: readonly { readonly name: string; readonly reason: string }[];
}

/** An answer over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** As it came: parsing loses digits of numbers. */
  readonly text: string;
  /** Parsed; empty when the answer has no JSON. */
  readonly body: Body;
}

/** Reads an answer. */
export async function readAnswer(response: Response): Promise<Answer> {
  return toAnswer(response.status, response.headers, await response.text());
}

/** An answer of these parts. */
export function toAnswer(status: number, headers: Headers, text: string): Answer {
  const isJson = headers.get('content-type')?.includes('json') ?? false;
  return { status, headers, text, body: isJson ? JSON.parse(text) : {} };
}

/** Names in an order of their own: an answer has them in any. */
export function sorted(names: readonly string[]): readonly string[] {
  return [...names].sort();
}

/** How often each status came, such as `{200: 1, 412: 99}`. */
export function tally(answers: readonly Pick<Answer, 'status'>[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
