import { useAnswer } from "./answer";
import { fill } from "./told";
import type { App, Place } from "../view";

/** A year, a month or a day. */
const DAY = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** Two days between which events are shown; kept in the link. A year or a month will do. */
export function PeriodFilter({ place, app }: { place: Place; app: App }) {
  const { since, until } = place.params;
  const { happened } = app.meta;
  const apply = (key: "since" | "until", input: HTMLInputElement) => {
    const day = input.value.trim().replaceAll("/", "-");
    const good = day === "" || DAY.test(day);
    input.setCustomValidity(good ? "" : app.t("period.hint"));
    if (!good) input.reportValidity();
    else if (day !== (place.params[key] ?? "")) app.go({ params: { [key]: day || null } }, true);
  };
  const field = (key: "since" | "until") => (
    <label>
      {app.t(key)}{" "}
      <input
        key={place.params[key] ?? ""} name={key} value={place.params[key] ?? ""} placeholder={happened[key]?.slice(0, 10) ?? "2024-06"} inputMode="numeric" size={10} title={app.t("period.hint")}
        onChange={(event) => apply(key, event.currentTarget)} onKeyDown={(event) => event.key === "Enter" && apply(key, event.currentTarget)}
        onInput={(event) => event.currentTarget.setCustomValidity("")}
      />
    </label>
  );
  return (
    <form class="period" onSubmit={(e) => e.preventDefault()}>
      {field("since")}
      {field("until")}
      {(since || until) && <button type="button" onClick={() => app.go({ params: { since: null, until: null } }, true)}>{app.t("always")}</button>}
    </form>
  );
}

/** Why a list is empty: nothing known at all, nothing in the period though papers cover it, or no papers of it. */
export function WhyEmpty({ place, app, none }: { place: Place; app: App; none: string }) {
  const { since = "", until = "9999" } = place.params;
  const bounded = Boolean(place.params.since || place.params.until);
  const coverage = useAnswer(() => (bounded ? app.feed.coverage({ by: "published" }) : Promise.resolve([])), [bounded, app.feed]);
  if (!bounded) return <>{app.t(none)}</>;
  const papers = (coverage.value ?? []).filter((c) => c.day >= since.slice(0, c.day.length) && c.day <= until.slice(0, c.day.length));
  if (!coverage.value) return <>{app.t("empty.period")}</>;
  return <>{papers.length ? fill(app.t("empty.covered"), { n: papers.reduce((sum, c) => sum + c.issues, 0) }) : app.t("empty.gap")}</>;
}
