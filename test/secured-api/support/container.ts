import { vi } from 'vitest';
import { jobs } from '#contract/jobs.ts';
import { operations } from '#contract/operations.ts';
import type { Vault } from '#domain/vault.ts';
import type { Handler } from '../../../local/gateway/invoke.ts';
import { importHandler } from '../../../local/gateway/load-handler.ts';
import { nameTable } from '../../../local/tables.ts';
import type { Times } from '../../support/api.ts';
import { readsDefinitions } from '../../support/calls.ts';
import { configureTimeouts } from '../../support/store-client.ts';

/** A request to DynamoDB or KMS. */
export interface AwsCall {
  /** Such as `PutItem dataKeys` or `Decrypt`. */
  readonly name: string;
  readonly input: object;
}

/** Functions in a container of their own: their clients and caches are nobody else's. */
export interface Container {
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly vault: Vault;
  /** Requests so far, by name. */
  readonly calls: readonly string[];
  /** How often the definitions of attributes were read: once a minute by the clock, so these are not among the calls. */
  readonly readsOfDefinitions: number;
  /** The next request reads the definitions of attributes, as the first of a container does. */
  forgetDefinitions(): void;
  /** Every request waits for it, and fails with what it throws. @default nothing */
  before: (call: AwsCall) => Promise<void> | void;
  /** The requests that were made while it worked. */
  during(work: () => Promise<unknown>): Promise<readonly string[]>;
}

const names = [...[...operations, ...jobs].map(({ operation }) => operation), 'not-found'];

/** Starts a container: every module of the handlers is evaluated anew, with the environment of the running server. */
export async function newContainer(times: Times): Promise<Container> {
  vi.resetModules();
  const loaded = names.map(async (operation) => [operation, await importHandler(operation)] as const);
  const handlers = new Map(await Promise.all(loaded));
  await configureTimeouts(times);
  const { documentClient } = await import('#http/wiring/document-client.ts');
  const { kms, securedStore } = await import('#http/wiring/secured-store.ts');
  const { rules } = await import('#http/wiring/rules.ts');
  const calls: string[] = [];
  let definitionReads = 0;
  const container: Container = {
    get readsOfDefinitions() {
      return definitionReads;
    },
    forgetDefinitions: () => rules.forget(),
    handlers,
    vault: securedStore.vault,
    calls,
    before: () => undefined,
    during: async (work) => {
      const first = calls.length;
      await work();
      return calls.slice(first);
    },
  };
  const watch = async (commandName: string, input: object) => {
    const name = nameOf(commandName, input);
    if (readsDefinitions(commandName, input)) definitionReads += 1;
    else calls.push(name);
    await container.before({ name, input });
  };
  const place = { step: 'initialize', name: 'watch', priority: 'low' } as const;
  documentClient.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        await watch(commandName, args.input);
        return next(args);
      },
    place,
  );
  kms.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        await watch(commandName, args.input);
        return next(args);
      },
    place,
  );
  return container;
}

function nameOf(commandName: string, input: { readonly TableName?: string }): string {
  const command = commandName.replace('Command', '');
  if (input.TableName === undefined) return command;
  return `${command} ${input.TableName.replace(nameTable(''), '')}`;
}
