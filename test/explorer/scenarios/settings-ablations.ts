import { type Ablated, conditions, finds } from './ablation.ts';
import { settling } from './settings.ts';

/** What keeps one administrator's settings from being lost to another's. */
export const settingsAblations: readonly Ablated[] = [
  {
    title: 'settings are replaced without looking whether others have written since, and theirs are lost',
    condition: conditions.revision,
    scenario: settling.sameVersion,
    finds: finds.wrote,
  },
  {
    title: 'a web channel is patched without looking whether others have written since, and theirs is lost',
    condition: conditions.revision,
    scenario: settling.merged,
    finds: finds.other,
  },
  {
    title: 'the first settings are written without looking whether there are any',
    condition: /^attribute_not_exists\(revision\)/,
    scenario: settling.first,
    finds: finds.wrote,
  },
];
