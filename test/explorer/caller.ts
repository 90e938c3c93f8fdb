import { StoreUnavailable } from '#domain/store.ts';
import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { DynamoDbDataKeys } from '#dynamodb/data-keys.ts';
import { DynamoDbErasureJournal } from '#dynamodb/erasure-journal.ts';
import { DynamoDbSettingsStore } from '#dynamodb/settings-store.ts';
import { numberOf, textOf } from './canonical.ts';
import { memoryClient } from './memory-client.ts';
import { OpenVault } from './open-vault.ts';
import type { Request } from './requests.ts';
import { type Answer, type Context, idKey, leases, type Step, searchable, settings } from './step.ts';
import { Violation } from './violation.ts';

/** The store. It hashes the id of each conversation once: an exploration sends hundreds of thousands of requests. */
class Store extends DynamoDbConversationStore {
  static readonly #keys = new Map<string, string>();

  override itemKey(id: string): string {
    const key = Store.#keys.get(id) ?? super.itemKey(id);
    Store.#keys.set(id, key);
    return key;
  }
}

/** None: the store did not answer, and the operation begins again. */
type OnAnswer = (step: Step, answer: Answer | Error | undefined) => void;

/** Someone who does one operation after another, and stops at each request until the scheduler goes on with it. */
export class Caller {
  readonly name: string;
  /** What it broke. */
  violation: unknown;
  readonly #steps: readonly Step[];
  readonly #onAnswer: OnAnswer;
  readonly #stepsOf = new WeakMap<Request, Step>();
  #position = 0;
  #tries = 0;
  #heard: number[] = [];
  #stopped = Promise.withResolvers<void>();
  #waiting: { readonly request: Request; answer(outcome: object | Error): void } | undefined;
  #crash: () => void = () => undefined;

  constructor(name: string, steps: readonly Step[], onAnswer: OnAnswer) {
    this.name = name;
    this.#steps = steps;
    this.#onAnswer = onAnswer;
  }

  /** The request that waits for its answer; none when it is done. */
  get request(): Request | undefined {
    return this.#waiting?.request;
  }

  /** The operation under way. */
  get step(): Step {
    const step = this.#steps[this.#position];
    if (!step) throw new Error(`${this.name} is done`);
    return step;
  }

  /**
   * Whether the operation under way has changed anything since it began, or began again. If not, a crash is nothing new:
   * it could as well begin now for the first time.
   */
  hasWritten = false;

  /** The operation that sent a request. */
  stepOf(request: Request): Step {
    return this.#stepsOf.get(request) ?? this.step;
  }

  /** What it has heard decides what it does next. */
  key(): string {
    return [this.#position, this.#tries, this.hasWritten, ...this.#heard].join();
  }

  /** Runs until the first request. */
  async begin(): Promise<void> {
    this.#run().catch((error: unknown) => {
      this.violation = error;
      this.#stopped.resolve();
    });
    await this.#stopped.promise;
  }

  /** Hears the outcome of its request, and runs until the next. */
  async resume(outcome: object | Error): Promise<void> {
    const waiting = this.#waiting;
    if (!waiting) throw new Error(`${this.name} waits for nothing`);
    this.#heard.push(numberOf(outcomeText(outcome)));
    await this.#goOn(() => waiting.answer(outcome));
  }

  /** Never hears of its request, and begins the operation again. */
  async crash(): Promise<void> {
    await this.#goOn(this.#crash);
  }

  async #goOn(action: () => void): Promise<void> {
    this.#waiting = undefined;
    this.#stopped = Promise.withResolvers();
    action();
    await this.#stopped.promise;
  }

  async #run(): Promise<void> {
    for (; this.#position < this.#steps.length; this.#position++) {
      this.#tries = 0;
      let answer: Answer | Error | undefined;
      while (answer === undefined) answer = await this.#try();
      this.#heard = [];
      this.#onAnswer(this.step, answer);
    }
    this.#stopped.resolve();
  }

  async #try(): Promise<Answer | Error | undefined> {
    this.#tries += 1;
    this.#heard = [];
    this.hasWritten = false;
    const crashed = new Promise<undefined>((resolve) => {
      this.#crash = () => resolve(undefined);
    });
    try {
      return await Promise.race([this.step.run(this.#context()), crashed]);
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        this.#onAnswer(this.step, undefined);
        return undefined;
      }
      if (error instanceof Error && !(error instanceof Violation)) return error;
      throw error;
    }
  }

  #context(): Context {
    const { at, key } = this.step;
    const mark = `${this.name}-${this.#position}-${this.#tries}`;
    let made = 0;
    const next = () => `${mark}-${made++}`;
    const client = memoryClient((request) => this.#send(request));
    const options = { client, table: 'conversations', idKey, now: () => at, listSearchable: async () => searchable };
    const store = new Store(options);
    const dataKeys = new DynamoDbDataKeys(client, 'dataKeys');
    const journal = new DynamoDbErasureJournal(client, 'erasures');
    const operation = () => ({ key: next(), fingerprint: '', at });
    return {
      options,
      store,
      dataKeys,
      settings: new DynamoDbSettingsStore(client, 'settings'),
      journal,
      delivery: mark,
      ending: {
        settings: { readChannelType: async () => settings, readWebChannel: async () => ({}) },
        rules: async () => ({ nameOf: (name) => name, retentionOf: () => undefined, searchable }),
        leases,
        dataKeys,
        operation,
      },
      secured: { store, vault: new OpenVault(dataKeys), ids: { internalId: next, operation } },
      operation: { key, fingerprint: 'body', at },
    };
  }

  #send(request: Request): Promise<object> {
    this.#stepsOf.set(request, this.step);
    return new Promise((resolve, reject) => {
      const answer = (outcome: object | Error) => (outcome instanceof Error ? reject(outcome) : resolve(outcome));
      this.#waiting = { request, answer };
      this.#stopped.resolve();
    });
  }
}

function outcomeText(outcome: object | Error): string {
  const name = outcome instanceof Error ? outcome.name : '';
  const parts = Object.values(outcome).map((part) => (typeof part === 'object' && part !== null ? textOf(part) : part));
  return [name, ...parts].join('\n');
}
