import type { Scope } from './contract.ts';

/** The scopes that can be narrowed to names. */
export type SecuredScope = Extract<Scope, `secured:${string}`>;

/** A scope for one name: `secured:read:card`. */
export type NameScope = `${SecuredScope}:${string}`;

/**
 * What a scope for a name looks like, so that every issuer takes it: a token of RFC 6749, section 3.3, without the slash
 * that Cognito keeps for itself. What a name has besides letters, digits and `!'()*~-_.` is percent-encoded.
 */
const NAME_SCOPE = /^(secured:(?:read|write)):((?:[A-Za-z0-9!'()*~._-]|%[0-9A-Fa-f]{2}){1,240})$/;

/** What a scope for a name looks like, for messages. */
export const nameScopeWords = 'secured:read:<name> or secured:write:<name>, with the name percent-encoded';

/** Whether a text is a scope for one name. */
export function isNameScope(text: string): text is NameScope {
  return readNameScope(text) !== undefined;
}

/** The scope for a name. */
export function formatNameScope(scope: SecuredScope, name: string): NameScope {
  return `${scope}:${encodeURIComponent(name.toWellFormed())}`;
}

/** The scope that a scope for a name narrows, and the name; undefined for any other text. */
export function readNameScope(text: string): { readonly scope: SecuredScope; readonly name: string } | undefined {
  const [, scope, encoded] = NAME_SCOPE.exec(text) ?? [];
  if (scope === undefined || encoded === undefined) return undefined;
  try {
    return { scope: scope as SecuredScope, name: decodeURIComponent(encoded) };
  } catch {
    // Not the UTF-8 of any text.
    return undefined;
  }
}
