import type { AttributeChanges } from '#domain/attributes.ts';
import { Refusal, type Violations } from '#domain/refusal.ts';
import type { VersionMatch } from '#domain/update.ts';
import { environment } from '#http/wiring/environment.ts';

/** How many entity tags an `If-Match` may list. */
const MAX_TAGS = 20;

const TAG_PATTERN = String.raw`(?:W/)?"[\x21\x23-\x7e]*"`;
/** Entity tags, with commas between them, and around them too (RFC 9110, section 5.6.1.2). */
const TAG_LIST = new RegExp(`^[ \\t,]*${TAG_PATTERN}(?:[ \\t]*,[ \\t,]*${TAG_PATTERN})*[ \\t,]*$`);

/** The entity tags in a header, or undefined where they are too many or no tags. */
export function readEntityTags(header: string): readonly string[] | undefined {
  const tags = header.match(new RegExp(TAG_PATTERN, 'g')) ?? [];
  return tags.length > MAX_TAGS || !TAG_LIST.test(header) ? undefined : tags;
}

/**
 * The versions that an `If-Match` names (RFC 9110, section 13.1.1). `*` matches whatever is there. Comparison is strong:
 * a weak tag, or one that was never a version, matches nothing.
 */
export function readIfMatch(header: string | undefined, violations: Violations): readonly VersionMatch[] {
  if (header === undefined || header.trim() === '*') return [];
  const tags = readEntityTags(header);
  if (tags === undefined) {
    violations.malformed('If-Match', `must be "*" or up to ${MAX_TAGS} entity tags such as "3"`);
    return [];
  }
  const versions = tags.flatMap((one) => (/^"(?:0|[1-9]\d{0,14})"$/.test(one) ? [Number(one.slice(1, -1))] : []));
  const hasWeak = tags.some((one) => one.startsWith('W/'));
  return [{ oneOf: versions, by: 'if-match', ...(hasWeak && { hasWeak }) }];
}

/** The version in a body, as a requirement. */
export function matchBodyVersion(version: number | undefined): readonly VersionMatch[] {
  return version === undefined ? [] : [{ oneOf: [version], by: 'version' }];
}

/** Whether a patch says of each attribute that it changes what it must be. */
export function namesAll(expected: AttributeChanges | undefined, changed: AttributeChanges): boolean {
  return expected !== undefined && [...changed.keys()].every((name) => expected.has(name));
}

/**
 * Where the deployment requires preconditions, refuses a patch of attributes that names neither version nor values (RFC 6585, section 3).
 *
 * @throws Refusal `precondition-required`.
 */
export function requirePrecondition(given: boolean): void {
  if (given || !environment.requirePreconditions) return;
  const message =
    'A patch of attributes must name a version here, in If-Match or the body ("*" names none), or in `if` each attribute that it changes: read first, then patch what was read';
  throw new Refusal('precondition-required', message);
}
