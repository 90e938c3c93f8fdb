/** Epoch milliseconds in whole epoch seconds, rounded down. */
export function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** A date, or a time of RFC 3339 whose seconds may be missing. */
export const TIME_PATTERN =
  '^\\d{4}-\\d\\d-\\d\\d([Tt]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?([Zz]|[+-]\\d\\d:\\d\\d))?$';

const TIME = new RegExp(TIME_PATTERN);

/** The epoch millisecond that such a text means, or undefined where it is none, or names a day that no calendar has. */
export function parseTime(text: string): number | undefined {
  const time = TIME.test(text) && isDate(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** Whether the calendar has a day: `Date.parse` takes 30 February for 2 March. */
function isDate(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
