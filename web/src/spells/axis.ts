import { scaleUtc, type ScaleTime } from "d3-scale";
import type { Spell } from "../protocol";

export type Axis = ScaleTime<number, number>;
const DAY = 86_400_000;

/** 2014 → its first day, 2014-03 → the first of the month. */
export function dayOf(text: string): Date {
  return new Date(`${text.padEnd(10, "-01-01".slice(text.length === 4 ? 0 : 3))}T00:00:00Z`);
}

const YEAR = 365.25 * DAY;
/** Lengths of time to look at, in years; 0 is all of it. */
export const WINDOWS = [2, 5, 10, 20, 0];
/** Spells that the picture shows at first: when some lie far back, the others would be a few pixels wide. */
const MOST = 0.8;

function boundsOf(spells: Spell[]): number[] {
  return spells.flatMap((s) => [s.startEarliest, s.startLatest, s.endEarliest, s.endLatest]).filter((d): d is string => d !== null).map((d) => dayOf(d).getTime());
}

/** The windows worth offering, and which to open with. */
export function windowsOf(spells: Spell[]): { offered: number[]; first: number } {
  const days = boundsOf(spells);
  const [from, until] = [Math.min(...days), Math.max(...days)];
  const offered = WINDOWS.filter((years) => years === 0 || until - from > years * YEAR);
  const dated = spells.map((s) => Math.max(...boundsOf([s]))).filter((day) => day > -Infinity);
  const first = offered.find((years) => years === 0 || dated.filter((day) => day >= until - years * YEAR).length >= MOST * dated.length && until - from > 2 * years * YEAR);
  return { offered: offered.length > 1 ? offered : [], first: first ?? 0 };
}

/** The axis that holds every bound of the spells, or the last years of them, with room at both sides for what nothing bounds; null when none has any. */
export function axisOf(spells: Spell[], left: number, right: number, years = 0): Axis | null {
  const days = boundsOf(spells);
  if (!days.length) return null;
  const until = Math.max(...days);
  const from = years ? until - years * YEAR : Math.min(...days);
  const margin = Math.max(20 * DAY, (until - from) * 0.08);
  return scaleUtc().domain([new Date(years ? from : from - margin), new Date(until + margin)]).range([left, right]).clamp(true);
}

/** Years, or months where the axis is short: where to draw a line and what to write at it. */
export function ticksOf(axis: Axis, room: number): { x: number; text: string }[] {
  const ticks = axis.ticks(Math.max(2, Math.floor(room / 90)));
  return ticks.map((date) => {
    const iso = date.toISOString();
    const text = iso.slice(5, 10) === "01-01" ? iso.slice(0, 4) : iso.slice(8, 10) === "01" ? iso.slice(0, 7) : iso.slice(0, 10);
    return { x: axis(date), text };
  });
}

/** Where the parts of a spell lie: surely in office, possibly, and whether nothing bounds an end. */
export interface Bar {
  sure: [number, number] | null;
  before: [number, number] | null;
  after: [number, number] | null;
  openStart: boolean;
  openEnd: boolean;
}

/** Whether a spell ended, for all that is known, before the axis begins. */
export function isBefore(spell: Spell, axis: Axis): boolean {
  const days = boundsOf([spell]);
  return spell.endLatest !== null && days.length > 0 && Math.max(...days) < (axis.domain()[0] as Date).getTime();
}

export function barOf(spell: Spell, axis: Axis): Bar | null {
  const { startEarliest, startLatest, endEarliest, endLatest } = spell;
  if (!startEarliest && !startLatest && !endEarliest && !endLatest) return null;
  const at = (day: string) => axis(dayOf(day));
  const [left = 0, right = 0] = axis.range();
  const start = startEarliest ? at(startEarliest) : left;
  const end = endLatest ? at(endLatest) : right;
  const sure: [number, number] | null = startLatest && endEarliest && startLatest <= endEarliest ? [at(startLatest), at(endEarliest)] : null;
  // Of someone who held it at some time before or after a day, there is no middle that is sure.
  const [inner, outer] = sure ?? [startLatest ? Math.min(at(startLatest), end) : end, endEarliest ? Math.max(at(endEarliest), start) : start];
  return {
    sure, openStart: !startEarliest, openEnd: !endLatest,
    before: sure ? [start, inner] : [start, end], after: sure ? [outer, end] : null,
  };
}
