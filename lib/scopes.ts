import type { Scope } from '#contract/contract.ts';
import { operations } from '#contract/operations.ts';

/** Every scope that a route asks for, without the prefix of an issuer. */
export const scopes: readonly Scope[] = [...new Set(operations.flatMap(({ scope }) => scope ?? []))].sort();
