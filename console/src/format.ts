import { currentLanguage } from './texts.ts';

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How long something took or is ago, in its two largest units: `2 hr 5 min`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.max(0, Math.round(milliseconds / 1000));
  const parts: string[] = [];
  for (const [unit, seconds] of units) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0 || (unit === 'second' && parts.length === 0)) parts.push(formatUnit(count, unit));
    if (parts.length === 2 || (parts.length === 1 && unit === 'minute' && count > 9)) break;
  }
  return parts.join(' ');
}

function formatUnit(count: number, unit: Intl.NumberFormatOptions['unit'] & string): string {
  return new Intl.NumberFormat(currentLanguage(), { style: 'unit', unit, unitDisplay: 'short' }).format(count);
}

/** A time as people say it; of today without the day. */
export function formatTime(time: string): string {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  const options: Intl.DateTimeFormatOptions = isToday
    ? { timeStyle: 'medium' }
    : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(currentLanguage(), options).format(date);
}

/** A date of the calendar, such as `2026-11-30`, in short. */
export function formatShortDay(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Intl.DateTimeFormat(currentLanguage(), { day: 'numeric', month: 'short' }).format(
    new Date(year, month - 1, date),
  );
}

/** A whole number. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(currentLanguage()).format(count);
}
