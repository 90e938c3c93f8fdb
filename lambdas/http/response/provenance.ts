import type { TypeOf } from '#contract/schema.ts';
import type { Provenance } from '#contract/schemas/changes.ts';
import type { NamePlace, TracedWrites } from '#domain/operations/trace-writes.ts';
import type { View } from '#domain/rules.ts';
import { formatTime } from '#http/response/representations.ts';

type Shown = TypeOf<typeof Provenance>;

/**
 * Who gave each name its value, of the names that the caller may know.
 *
 * @param mayReadSaved - whether the caller may read what is saved
 */
export function representProvenance(
  { conversation, changeOf, isLate }: TracedWrites,
  view: Pick<View, 'hides'>,
  mayReadSaved: boolean,
): Shown {
  const describe = (place: NamePlace, of: ReadonlyMap<string, unknown>): Shown['data'] => {
    const names = [...of.keys()].filter((name) => !view.hides(name));
    return Object.fromEntries(
      names.map((name) => {
        const { at, revision, by } = changeOf(place, name) ?? {};
        return [name, { ...(at !== undefined && { time: formatTime(at) }), revision, by }];
      }),
    );
  };
  const { version, data, participants, secured, saved } = conversation;
  const described = participants.map(({ id, attributes }) => ({
    id,
    attributes: describe({ kind: 'attributes', owner: id }, attributes),
  }));
  return {
    version,
    data: describe({ kind: 'attributes', owner: undefined }, data),
    participants: described.filter(({ attributes }) => Object.keys(attributes).length > 0),
    secured: describe({ kind: 'secured' }, secured),
    ...(saved && mayReadSaved && { saved: describe({ kind: 'saved' }, saved) }),
    ...(isLate && { late: true as const }),
  };
}
