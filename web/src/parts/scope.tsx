import type { Papers, Scope, Standing } from "../protocol";
import type { App, Place } from "../view";
import { fill } from "./told";

/** Views that are restricted to the papers of the address; all others show everything. */
const RESTRICTED = new Set(["start", "positions", "network", "list"]);

/** The area and the publisher that an address is restricted to. */
export function papersOf({ params }: Place): Papers {
  return { ...(params.area && { area: params.area }), ...(params.publisher && { publisher: params.publisher }) };
}

/** The same with a period, which is one of papers where the address says so. */
export function scopeOf(place: Place): Scope {
  const { since, until, by } = place.params;
  return { ...papersOf(place), ...(since && { since }), ...(until && { until }), ...(by === "published" && { by }) };
}

/** What the page is restricted to: chosen from what the graph has, taken back with a click. */
export function ScopeBar({ place, app }: { place: Place; app: App }) {
  const { t, meta } = app;
  const { area = "", publisher = "" } = place.params;
  const here = RESTRICTED.has(place.view);
  const choices = meta.areas.length > 1 || meta.publishers.length > 1;
  if (!area && !publisher && !(here && choices)) return null;
  const known = (!area || meta.areas.some((a) => a.name === area)) && (!publisher || meta.publishers.some((p) => p.name === publisher));
  const [papers, offices] = [meta.areas.filter((a) => a.articles), meta.areas.filter((a) => !a.articles)];
  const set = (key: "area" | "publisher", value: string) => app.go({ params: { [key]: value || null, sel: null, more: null } });
  return (
    <div class={area || publisher ? "scope restricted" : "scope"} role="group" aria-label={t("scope.of")}>
      {here && (
        <>
          <select name="area" aria-label={t("scope.area")} value={area} onChange={(e) => set("area", e.currentTarget.value)}>
            <option value="">{t("scope.area.all")}</option>
            {area && !meta.areas.some((a) => a.name === area) && <option value={area}>{area}</option>}
            {papers.length > 0 && <optgroup label={t("scope.papers")}>{papers.map((a) => <option key={a.name} value={a.name}>{a.name} ({a.articles})</option>)}</optgroup>}
            {offices.length > 0 && <optgroup label={t("scope.offices")}>{offices.map((a) => <option key={a.name} value={a.name}>{a.name} ({a.offices})</option>)}</optgroup>}
          </select>
          <select name="publisher" aria-label={t("scope.publisher")} value={publisher} onChange={(e) => set("publisher", e.currentTarget.value)}>
            <option value="">{t("scope.publisher.all")}</option>
            {publisher && !meta.publishers.some((p) => p.name === publisher) && <option value={publisher}>{publisher}</option>}
            {meta.publishers.map((p) => <option key={p.name} value={p.name}>{p.name} ({p.articles})</option>)}
          </select>
        </>
      )}
      {([["area", area], ["publisher", publisher]] as const).map(([key, name]) => name && (
        <span key={key} class="chip"><bdi>{fill(t(`scope.${key}.is`), { name })}</bdi>{" "}
          <button type="button" class="remove" data-scope={key} title={fill(t("scope.remove"), { name })} aria-label={fill(t("scope.remove"), { name })} onClick={() => set(key, "")}>×</button></span>
      ))}
      {(area || publisher) && <small>{t(!known ? "scope.none" : here ? "scope.lead" : "scope.not")}</small>}
    </div>
  );
}

/** 代理, 曾任, 已免 beside a name; nothing for somebody fully in office. */
export function Stands({ as, app }: { as: Standing | null | undefined; app: App }) {
  return as ? <span class={`tag standing ${as}`}>{app.t(`standing.${as}`)}</span> : null;
}

/** Days as years or months, rounded: 362 → 12 months. */
export function spanOf(days: number, app: App): string {
  const months = Math.round(days / 30.44);
  return months >= 12 && months % 12 === 0 ? fill(app.t("span.years"), { n: months / 12 }) : fill(app.t("span.months"), { n: months });
}
