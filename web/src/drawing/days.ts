import type { Coverage } from "../protocol";

/** What the papers of a stretch of time hold. */
export interface Tally {
  issues: number;
  articles: number;
  events: number;
}

/** Coverage by day, and by month (what is known by month only is in it); what is known by month or year only, or not at all, stands apart, too. */
export interface Covered {
  days: Map<string, Tally>;
  months: Map<string, Tally>;
  years: number[];
  vague: Coverage[];
  /** Events of no date. */
  undated: number;
}

export function gather(rows: readonly Coverage[], byMonth: readonly Coverage[]): Covered {
  const days = new Map<string, Tally>();
  const months = new Map<string, Tally>();
  const seen = new Set<number>();
  const vague: Coverage[] = [];
  for (const row of rows) {
    const year = Number(row.day.slice(0, 4));
    if (!Number.isInteger(year) || row.day.length < 4) continue;
    seen.add(year);
    if (row.day.length < 10) vague.push(row);
    else days.set(row.day, row);
  }
  for (const row of byMonth) if (row.day.length === 7) months.set(row.day, row);
  // Years without a paper between those with one are part of the picture, unless a stray date stands alone for centuries.
  const found = [...seen].sort((a, b) => a - b);
  const years: number[] = [];
  for (const [i, year] of found.entries()) {
    if (i && year - found[i - 1]! <= 15) for (let y = found[i - 1]! + 1; y < year; y++) years.push(y);
    years.push(year);
  }
  return { days, months, years, vague, undated: rows.find((r) => r.day === "")?.events ?? 0 };
}

/** All days of a year in order, each with its weekday from Monday (0) on. */
export function daysOfYear(year: number): { day: string; weekday: number }[] {
  const found: { day: string; weekday: number }[] = [];
  const at = new Date(0);
  at.setUTCFullYear(year, 0, 1);
  for (; at.getUTCFullYear() === year; at.setUTCDate(at.getUTCDate() + 1)) found.push({ day: at.toISOString().slice(0, 10), weekday: (at.getUTCDay() + 6) % 7 });
  return found;
}

export function lastOfMonth(month: string): string {
  return `${month}-${String(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate()).padStart(2, "0")}`;
}

/** How dark a cell is: 0 for papers without events, 1 to 4 by the share of the fullest. */
export function level(tally: Tally, most: number): number {
  return tally.events === 0 ? 0 : Math.max(1, Math.ceil(4 * Math.sqrt(tally.events / most)));
}

/** A period in the fewest words: 2026-04-29, 2026-04, 2026, or two ends. */
export function phrase(since: string | undefined, until: string | undefined): string {
  if (since && until) {
    if (since === until) return since;
    if (since.endsWith("-01-01") && until === `${since.slice(0, 4)}-12-31`) return since.slice(0, 4);
    if (since.endsWith("-01") && since.slice(0, 7) === until.slice(0, 7) && until === lastOfMonth(since.slice(0, 7))) return since.slice(0, 7);
  }
  return `${since ?? "…"} – ${until ?? "…"}`;
}
