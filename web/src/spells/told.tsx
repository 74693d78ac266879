import type { Known, Spell } from "../protocol";
import type { App } from "../view";
import { fill } from "../parts/told";

/** 代, 候任, 曾任; empty for somebody fully in office. */
export function capacityOf(spell: Spell, app: App): string {
  return spell.capacity === "full" ? "" : app.t(`value.${spell.capacity}`);
}

/** When somebody came into an office, or left it, as far as it is known. */
export function bound(after: string | null, afterBy: Known, before: string | null, beforeBy: Known, app: App): { text: string; why: string } {
  const why = (by: Known) => app.t(`known.${by}`);
  if (after && before && after === before) return { text: after, why: why(afterBy) };
  if (after && before) return { text: fill(app.t("when.between"), { since: after, until: before }), why: afterBy === beforeBy ? why(afterBy) : `${why(afterBy)} / ${why(beforeBy)}` };
  if (before) return { text: fill(app.t("when.by"), { until: before }), why: why(beforeBy) };
  if (after) return { text: fill(app.t("when.from"), { since: after }), why: why(afterBy) };
  return { text: app.t("when.unknown"), why: "" };
}

export function startOf(spell: Spell, app: App) {
  return bound(spell.startEarliest, spell.startEarliestBy, spell.startLatest, spell.startLatestBy, app);
}

export function endOf(spell: Spell, app: App) {
  return bound(spell.endEarliest, spell.endEarliestBy, spell.endLatest, spell.endLatestBy, app);
}

/** A spell in one line, for those who hear the page and for the mouse that rests on a bar. */
export function tellSpell(spell: Spell, label: string, app: App): string {
  const [start, end] = [startOf(spell, app), endOf(spell, app)];
  const capacity = capacityOf(spell, app);
  return `${label}${capacity && ` (${capacity})`} · ${app.t("spell.start")} ${start.text} · ${app.t("spell.end")} ${end.text}`;
}
