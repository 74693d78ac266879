import { scaleUtc, type ScaleTime } from "d3-scale";
import type { Spell } from "../protocol";

export type Axis = ScaleTime<number, number>;
const DAY = 86_400_000;

/** 2014 → its first day, 2014-03 → the first of the month. */
export function dayOf(text: string): Date {
  return new Date(`${text.padEnd(10, "-01-01".slice(text.length === 4 ? 0 : 3))}T00:00:00Z`);
}

/** The axis that holds every bound of the spells, with room at both sides for what nothing bounds; null when none has any. */
export function axisOf(spells: Spell[], left: number, right: number): Axis | null {
  const days = spells.flatMap((s) => [s.startEarliest, s.startLatest, s.endEarliest, s.endLatest]).filter((d): d is string => d !== null).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const [from, until] = [dayOf(first).getTime(), dayOf(last).getTime()];
  const margin = Math.max(20 * DAY, (until - from) * 0.08);
  return scaleUtc().domain([new Date(from - margin), new Date(until + margin)]).range([left, right]);
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
