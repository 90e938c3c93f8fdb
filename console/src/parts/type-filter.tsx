import { t } from '../texts.ts';

/** Asks for a channel type, or any (an empty text). */
export function TypeFilter({ value, set }: { readonly value: string; readonly set: (type: string) => void }) {
  return (
    <label>
      <span>{t().type}</span>
      <select value={value} onChange={(event) => set(event.currentTarget.value)}>
        <option value="">{t().any}</option>
        {Object.entries(t().types).map(([type, text]) => (
          <option key={type} value={type}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
