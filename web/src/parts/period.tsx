import { useAnswer } from "./answer";
import { fill } from "./told";
import type { App, Place } from "../view";

/** Two days between which events are shown; kept in the link. */
export function PeriodFilter({ place, app }: { place: Place; app: App }) {
  const { since, until } = place.params;
  const set = (key: string) => (event: Event) => app.go({ params: { [key]: (event.currentTarget as HTMLInputElement).value || null } }, true);
  const { happened } = app.meta;
  return (
    <form class="period" onSubmit={(e) => e.preventDefault()}>
      <label>{app.t("since")} <input type="date" value={since ?? ""} min={happened.since?.slice(0, 10)} max={happened.until?.slice(0, 10)} onChange={set("since")} /></label>
      <label>{app.t("until")} <input type="date" value={until ?? ""} min={happened.since?.slice(0, 10)} max={happened.until?.slice(0, 10)} onChange={set("until")} /></label>
      {(since || until) && <button type="button" onClick={() => app.go({ params: { since: null, until: null } }, true)}>{app.t("always")}</button>}
    </form>
  );
}

/** Why a list is empty: nothing known at all, nothing in the period though papers cover it, or no papers of it. */
export function WhyEmpty({ place, app, none }: { place: Place; app: App; none: string }) {
  const { since = "", until = "9999" } = place.params;
  const bounded = Boolean(place.params.since || place.params.until);
  const coverage = useAnswer(() => (bounded ? app.feed.coverage() : Promise.resolve([])), [bounded, app.feed]);
  if (!bounded) return <>{app.t(none)}</>;
  const papers = (coverage.value ?? []).filter((c) => c.day >= since.slice(0, c.day.length) && c.day <= until.slice(0, c.day.length));
  if (!coverage.value) return <>{app.t("empty.period")}</>;
  return <>{papers.length ? fill(app.t("empty.covered"), { n: papers.reduce((sum, c) => sum + c.issues, 0) }) : app.t("empty.gap")}</>;
}
