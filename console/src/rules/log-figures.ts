import type { History } from '@conversation-attributes/client';

/** How many conversations began on a day of the person's calendar. */
export interface Day {
  /** Such as `2026-11-30`. */
  readonly day: string;
  readonly conversations: number;
}

/** How many conversations of a period began on each of its days, those without any too, oldest first. */
export function countByDay(conversations: readonly History[], from: Date, to: Date): readonly Day[] {
  const counts = new Map<string, number>();
  const end = Math.max(from.getTime(), to.getTime() - 1);
  for (let day = new Date(from.getFullYear(), from.getMonth(), from.getDate()); day.getTime() <= end; ) {
    counts.set(formatDay(day), 0);
    day = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1);
  }
  for (const { startTime } of conversations) {
    const day = formatDay(new Date(startTime));
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return [...counts].map(([day, count]) => ({ day, conversations: count })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** A date of the person's calendar, as inputs of dates have it. */
export function formatDay(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** How many conversations have a value for a saved name. */
export interface Filled {
  readonly name: string;
  readonly conversations: number;
}

/** How often each saved name is filled, the most frequent first. */
export function countFilled(conversations: readonly History[]): readonly Filled[] {
  const counts = new Map<string, number>();
  for (const { data } of conversations) {
    for (const name of Object.keys(data)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, count]) => ({ name, conversations: count }))
    .sort((a, b) => b.conversations - a.conversations || (a.name < b.name ? -1 : 1));
}
