import { Refusal, type Violations } from '#domain/refusal.ts';
import type { VersionMatch } from '#domain/update.ts';
import { environment } from '#http/wiring/environment.ts';

/** How many entity tags an `If-Match` may list. */
const most = 20;

const tag = String.raw`(?:W/)?"[\x21\x23-\x7e]*"`;
/** Entity tags, with commas between them, and around them too (RFC 9110, section 5.6.1.2). */
const list = new RegExp(`^[ \\t,]*${tag}(?:[ \\t]*,[ \\t,]*${tag})*[ \\t,]*$`);

/** The entity tags in a header, or undefined where they are too many or no tags. */
export function entityTags(header: string): readonly string[] | undefined {
  const tags = header.match(new RegExp(tag, 'g')) ?? [];
  return tags.length > most || !list.test(header) ? undefined : tags;
}

/**
 * The versions that an `If-Match` names (RFC 9110, section 13.1.1). `*` matches whatever is there. Comparison is strong:
 * a weak tag, or one that was never a version, matches nothing.
 */
export function readIfMatch(header: string | undefined, violations: Violations): readonly VersionMatch[] {
  if (header === undefined || header.trim() === '*') return [];
  const tags = entityTags(header);
  if (tags === undefined) {
    violations.malformed('If-Match', `must be "*" or up to ${most} entity tags such as "3"`);
    return [];
  }
  const versions = tags.flatMap((one) => (/^"(?:0|[1-9]\d{0,14})"$/.test(one) ? [Number(one.slice(1, -1))] : []));
  const hasWeak = tags.some((one) => one.startsWith('W/'));
  return [{ oneOf: versions, by: 'if-match', ...(hasWeak && { hasWeak }) }];
}

/** The version in a body, as a requirement. */
export function bodyVersion(version: number | undefined): readonly VersionMatch[] {
  return version === undefined ? [] : [{ oneOf: [version], by: 'version' }];
}

/**
 * Where the deployment requires preconditions, refuses a patch of attributes that names no version (RFC 6585, section 3).
 *
 * @throws Refusal `precondition-required`.
 */
export function requirePrecondition(given: boolean): void {
  if (given || !environment.requirePreconditions) return;
  const message =
    'A patch of attributes must name a version here, in If-Match or the body ("*" names none): read first, then patch what was read';
  throw new Refusal('precondition-required', message);
}
