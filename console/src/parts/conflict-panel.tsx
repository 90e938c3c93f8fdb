import { useState } from 'preact/hooks';
import type { Clash } from '../rules/changes.ts';
import { t } from '../texts.ts';
import { Value } from './value.tsx';

/** Shows both values of what two have changed, and lets the person choose for each. */
export function ConflictPanel({
  clashes,
  onResolve,
}: {
  readonly clashes: readonly Clash[];
  /** @param mine - the names of which the person's value is to be written */
  readonly onResolve: (mine: ReadonlySet<string>) => Promise<void>;
}) {
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set());
  const choose = (name: string, isMine: boolean) => {
    setMine((before) => new Set(isMine ? [...before, name] : [...before].filter((one) => one !== name)));
  };
  return (
    <section class="conflict" role="alert" aria-label={t().one.conflict}>
      <h4>{t().one.conflict}</h4>
      <p>{t().one.conflictHint}</p>
      {clashes.map(({ name, read, mine: own, theirs }) => (
        <fieldset key={name}>
          <legend>
            <code>{name}</code>{' '}
            <small>
              {t().one.before}: {read === undefined ? t().one.noValue : <Value value={read} />}
            </small>
          </legend>
          <Choice
            name={name}
            label={t().one.theirs}
            value={theirs}
            isChosen={!mine.has(name)}
            onChoose={() => choose(name, false)}
          />
          <Choice
            name={name}
            label={t().one.mine}
            value={own}
            isChosen={mine.has(name)}
            onChoose={() => choose(name, true)}
          />
        </fieldset>
      ))}
      <div class="row end">
        <button type="button" class="primary" onClick={() => void onResolve(mine)}>
          {t().one.writeMerged}
        </button>
      </div>
    </section>
  );
}

function Choice({
  name,
  label,
  value,
  isChosen,
  onChoose,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: unknown;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <label class="choice">
      <input type="radio" name={`clash-${name}`} checked={isChosen} onChange={onChoose} />
      <strong>{label}</strong>
      {value === undefined ? <em>{t().one.noValue}</em> : <Value value={value} />}
    </label>
  );
}
