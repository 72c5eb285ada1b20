const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const withYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const shortDayWithYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const relativeDay = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const SPANS: readonly (readonly [string, number])[] = [
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export const clockTime = (time: Date): string => clock.format(time);

export const fullTime = (time: Date): string => full.format(time);

export const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/** "Today", "Yesterday", "Tomorrow", "Monday, 3 March", with the year where it is another one. */
export function dayName(time: Date, now = new Date()): string {
  const days = daysBetween(time, now);
  if (Math.abs(days) <= 1) {
    const name = relativeDay.format(-days, 'day');
    return name.charAt(0).toLocaleUpperCase() + name.slice(1);
  }
  return time.getFullYear() === now.getFullYear() ? weekday.format(time) : withYear.format(time);
}

/** "tomorrow at 9:00", "Monday, 3 March at 9:00": to stand within a sentence. */
export function dayAndTime(time: Date): string {
  const day = dayName(time);
  return `${/\d/.test(day) ? day : day.toLocaleLowerCase()} at ${clockTime(time)}`;
}

/** The clock for today, the day for what is older: short enough for a list. */
export function listTime(time: Date, now = new Date()): string {
  const days = daysBetween(time, now);
  if (days === 0) {
    return clock.format(time);
  }
  if (days === 1) {
    return relativeDay.format(-1, 'day');
  }
  return time.getFullYear() === now.getFullYear() ? shortDay.format(time) : shortDayWithYear.format(time);
}

function daysBetween(time: Date, now: Date): number {
  const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(now) - midnight(time)) / 86_400_000);
}

/** "every second", "every 30 seconds", "every hour": to stand within a sentence. */
export function howOften(seconds: number): string {
  const [unit, length] = SPANS.find(([, span]) => seconds % span === 0) ?? ['second', 1];
  const count = seconds / length;
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}
