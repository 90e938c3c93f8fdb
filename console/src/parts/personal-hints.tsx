import { looksPersonal } from '../rules/personal-data.ts';
import { fill } from '../texts.ts';

/** Warns of names that look like data about a person. @param text - has `{name}`, and `{days}` where they are kept */
export function PersonalHints({
  names,
  text,
  days = 0,
}: {
  readonly names: readonly string[];
  readonly text: string;
  readonly days?: number;
}) {
  return (
    <>
      {names.filter(looksPersonal).map((name) => (
        <p key={name} class="note warning" role="status">
          {fill(text, { name, days })}
        </p>
      ))}
    </>
  );
}
