import { Pages } from "../parts/paged";
import { fill } from "../parts/told";
import type { Change, Contradiction, Spell } from "../protocol";
import type { App, Place } from "../view";
import { windowsOf } from "./axis";
import { Gantt } from "./gantt";
import { SpellTable } from "./table";

interface Props {
  place: Place;
  spells: Spell[];
  by: "person" | "position";
  app: App;
  changes?: Change[];
  contradictions?: Contradiction[];
  /** Spells beyond which the words are folded away below the picture. */
  folded?: number;
}

/** Rows that a picture can hold and still be read with its axis. */
const SIZE = 30;

/** Spells as bars and in words, some at a time; the axis is the same on all pages. */
export function Spells({ place, spells, by, app, folded = Infinity, ...flags }: Props) {
  const { offered, first } = windowsOf(spells);
  const years = offered.find((n) => String(n) === place.params.years) ?? first;
  return (
    <>
      {offered.length > 0 && (
        <nav class="tabs windows" aria-label={app.t("gantt.years")}>
          {offered.map((n) => (
            <button key={n} type="button" aria-pressed={n === years} onClick={() => app.go({ params: { years: String(n) } }, true)}>{n ? fill(app.t("gantt.last"), { n }) : app.t("always")}</button>
          ))}
        </nav>
      )}
      <Pages app={app} rows={spells} size={SIZE}>
        {(shown) => (
          <>
            <Gantt spells={shown} among={spells} years={years} by={by} app={app} {...flags} />
            {folded === Infinity ? <SpellTable spells={shown} by={by} app={app} contradictions={flags.contradictions} /> : (
              <details class="words" open={spells.length <= folded}><summary>{app.t("gantt.words")}</summary><SpellTable spells={shown} by={by} app={app} /></details>
            )}
          </>
        )}
      </Pages>
    </>
  );
}
