import type { Paths } from '../../support/paths.ts';

/** The path of the secured attributes of a conversation. */
export function securedOf({ conversation }: Paths): string {
  return `${conversation}/secureattributes`;
}

/** The path of the secured attributes of a flow execution, for set and get. */
export function securedFlow({ conversation }: Paths, execution = 'ivr'): string {
  return `${conversation}/flows/${execution}/secureattributes`;
}
