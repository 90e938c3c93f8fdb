import { formatValue, kindOf } from '../rules/values.ts';

/** A value: a text as it is, anything else as JSON. */
export function Value({ value }: { readonly value: unknown }) {
  const text = formatValue(value);
  return <span class={kindOf(value) === 'json' ? 'value json' : 'value'}>{text === '' ? '""' : text}</span>;
}
