import { randomUUID } from 'node:crypto';
import type { Answer } from '../support/answer.ts';
import type { Api, CallOptions } from '../support/api.ts';
import type { FaultyStore, StoreRequest } from './proxy.ts';
import type { Scenario } from './scenarios.ts';
import type { Prepared, Write } from './writes.ts';

/** An answer without what differs from one conversation, or one moment, to another. */
type Seen = Readonly<Record<string, unknown>>;

/** What came of one write while the store failed. */
export interface Outcome {
  readonly told: Seen;
  /** Of the `Retry-After`, in seconds; 0 when there was none. */
  readonly retryAfter: number;
  readonly after: Seen;
  /** The same request again, under the same Idempotency-Key, when the store works again; if the caller was told to. */
  readonly again?: { readonly told: Seen; readonly after: Seen };
}

const isWrite = ({ operation }: StoreRequest) => /^(?:Put|Update|Delete)Item$/.test(operation);

/** Lets the store fail as in the scenario, sends a write, and looks at what it did. */
export async function outcomeOf(api: Api, faults: Faults, prepared: Prepared, scenario: Scenario): Promise<Outcome> {
  // Without a key the attempts of the SDK must do with the operation id that the request was given here.
  const headers = scenario.told === 'retry' ? { 'idempotency-key': randomUUID() } : {};
  const disarm = faults.arm(prepared.mark, scenario);
  const answer = await send(api, prepared, headers);
  disarm();
  const after = await look(api, prepared);
  const retryAfter = Number(answer.headers.get('retry-after'));
  const outcome = { told: seen(answer), retryAfter, after };
  if (scenario.told === 'success') return outcome;
  const again = seen(await send(api, prepared, headers));
  return { ...outcome, again: { told: again, after: await look(api, prepared) } };
}

/** What comes of a write while the store works. */
export interface Faultless {
  readonly before: Seen;
  readonly done: Pick<Outcome, 'told' | 'after'>;
}

/** Sends a write while the store works, and looks at what it did. */
export async function faultless(api: Api, write: Write): Promise<Faultless> {
  const prepared = await write.prepare(api);
  const before = await look(api, prepared);
  const answer = await send(api, prepared, {});
  if (answer.status >= 300) throw new Error(`${write.write} is refused: ${answer.text}`);
  return { before, done: { told: seen(answer), after: await look(api, prepared) } };
}

function send(api: Api, { method, path, options }: Prepared, headers: CallOptions['headers']): Promise<Answer> {
  return api.send(method, path, { ...options, headers: { ...options.headers, ...headers } });
}

/** Reads until the store answers in time: a busy machine may keep it from that. */
async function look(api: Api, { view }: Prepared): Promise<Seen> {
  for (let attempt = 1; ; attempt++) {
    const answer = await (attempt < 10 ? api.send('GET', view) : api.call('GET', view));
    if (answer.status !== 503) return seen(answer);
  }
}

function seen({ status, headers, text, body }: Answer): Seen {
  const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  const time = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
  const same = JSON.stringify({ ...body, contextId: undefined })
    .replaceAll(uuid, 'id')
    .replaceAll(time, 'time');
  // DynamoDB gives attributes in any order, so a flush lists its names in any.
  const { flushed, ...rest }: { flushed?: readonly string[] } = text === '' ? {} : JSON.parse(same);
  // The tag of a list is a hash of ids and times.
  const etag = headers.get('etag')?.replace(/^"[^"]{22}"$/, 'a hash') ?? null;
  return { status, etag, ...rest, ...(flushed && { flushed: flushed.toSorted() }) };
}

/** The faults of one write. */
interface Armed {
  readonly decide: (request: StoreRequest) => ReturnType<Scenario['fault']>;
  /** The requests that were met while the faults were for all that have the mark. */
  readonly met: Set<string>;
  isForAll: boolean;
}

/** The faults of several scenarios at a time, each for the requests that have its mark. */
export class Faults {
  readonly #armed = new Map<string, Armed>();

  constructor(proxy: FaultyStore) {
    proxy.decide((request) => {
      const armed = [...this.#armed].find(([mark]) => request.text.includes(mark))?.[1];
      if (armed?.isForAll) armed.met.add(request.invocationId);
      return armed?.met.has(request.invocationId) ? armed.decide(request) : undefined;
    });
  }

  /**
   * Lets requests fail that have the mark, until the function is called that it gives. Attempts at requests that failed still
   * fail then: the handler has given them up, but on a busy machine they reach the store after its answer.
   */
  arm(mark: string, { fault }: Scenario): () => void {
    const counts = { reads: 0, writes: 0 };
    const decide = (request: StoreRequest) => {
      const kind = isWrite(request) ? 'writes' : 'reads';
      const nth = counts[kind]++;
      return fault(kind === 'writes', nth);
    };
    const armed: Armed = { decide, met: new Set(), isForAll: true };
    this.#armed.set(mark, armed);
    return () => {
      armed.isForAll = false;
    };
  }
}
