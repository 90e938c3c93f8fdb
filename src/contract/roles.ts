import type { Scope } from './contract.ts';
import { scopes } from './operations.ts';

/** What a person may be to the console. */
export type Role = 'agent' | 'supervisor' | 'administrator';

const agent: readonly Scope[] = [
  'conversation:read',
  'conversation:write',
  'interaction:participant:read',
  'interaction:participant:write',
  'contactdata:manage',
  'settings:read',
];

/** The scopes of the people who sign in to the console, by their role. */
export const roles: Readonly<Record<Role, readonly Scope[]>> = {
  agent,
  supervisor: [...agent, 'report:read', 'secured:read', 'webchat:read', 'flow:read'],
  administrator: scopes,
};
