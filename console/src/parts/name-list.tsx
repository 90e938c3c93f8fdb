import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { fill, t } from '../texts.ts';

/** A list of names to add to and remove from. It sits in a form, whose own submit it does not start. */
export function NameList({
  label,
  names,
  isReadOnly,
  onNames,
  beside,
}: {
  /** What the list is, where a form has several. @default it is the only one */
  readonly label?: string;
  readonly names: readonly string[];
  readonly isReadOnly: boolean;
  readonly onNames: (names: readonly string[]) => void;
  /** What comes after a name. @default nothing does */
  readonly beside?: (name: string) => ComponentChildren;
}) {
  const [typed, setTyped] = useState('');
  const isTwice = names.includes(typed);
  const add = () => {
    if (typed === '' || isTwice) return;
    onNames([...names, typed]);
    setTyped('');
  };
  return (
    <div>
      {names.length === 0 && <p class="faint">{t().none}</p>}
      <ul class={beside ? 'names' : 'names chips'}>
        {names.map((name) => (
          <li key={name}>
            <span>{name}</span>
            {beside?.(name)}
            {!isReadOnly && (
              <button
                type="button"
                class="icon"
                aria-label={fill(t().remove, { name })}
                title={fill(t().remove, { name })}
                onClick={() => onNames(names.filter((one) => one !== name))}
              >
                <span aria-hidden="true">✕</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {!isReadOnly && (
        <div class="row">
          <input
            class="grow"
            placeholder={t().settingsView.addName}
            aria-label={[t().settingsView.addName, label].filter(Boolean).join(': ')}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <button type="button" disabled={typed === '' || isTwice} onClick={add}>
            {t().add}
          </button>
        </div>
      )}
      {isTwice && <small class="bad">{fill(t().settingsView.twice, { name: typed })}</small>}
    </div>
  );
}
