import type { ChannelType, State } from '@conversation-attributes/client';
import { t } from '../texts.ts';

/** The state of a conversation, in words and colour. */
export function StateBadge({ state }: { readonly state: State }) {
  return <span class={`badge ${state}`}>{t().states[state]}</span>;
}

/** The channel type, in words. */
export function nameType(type: ChannelType): string {
  return t().types[type] ?? type;
}
