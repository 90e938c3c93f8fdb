import type { Scope } from '#contract/contract.ts';
import { type Role, roles } from '#contract/roles.ts';

/** Somebody who signs in to the console on this machine: no password protects what is here. */
export interface Person {
  readonly name: Role;
  readonly scopes: readonly Scope[];
  /** The call queues they have the right to, space-separated, or `*`. */
  readonly queues: string;
}

/** Who there is to pick from. */
export const people: readonly Person[] = [
  { name: 'agent', scopes: roles.agent, queues: 'sales support' },
  { name: 'supervisor', scopes: roles.supervisor, queues: '*' },
  { name: 'administrator', scopes: roles.administrator, queues: '*' },
];
