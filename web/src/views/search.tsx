import { useState } from "preact/hooks";
import { Found, placeOf } from "../parts/searchbox";
import { Paged } from "../parts/paged";
import { Given, Why } from "../parts/judge";
import { fill, Name } from "../parts/told";
import type { NameHit } from "../protocol";
import type { App, View } from "../view";

const KINDS = ["all", "Person", "Position", "Organization", "Event", "Place", "Area", "quote", "article"] as const;

/** Everything that was found, by kind and in pages. */
export const Search: View = ({ place, app }) => {
  const { t } = app;
  const q = place.params.q ?? "";
  const kind = (KINDS as readonly string[]).includes(place.params.kind ?? "") ? (place.params.kind as (typeof KINDS)[number]) : "all";
  const [one, choose] = useState<NameHit | null>(null);
  if (!q) return <p class="empty">{t("search.empty")}</p>;
  return (
    <>
      <h1>{t("search.label")} <bdi>{q}</bdi></h1>
      <nav class="tabs">
        {KINDS.map((k) => (
          <a key={k} href={app.link("search", { q, ...(k === "all" ? {} : { kind: k }) })} aria-current={k === kind ? "page" : undefined}>
            {k === "all" ? t("search.all") : k === "quote" || k === "article" ? t(`search.${k}s`) : t(`label.${k}`)}
          </a>
        ))}
      </nav>
      {app.meta.indexed < 1 && <p class="note">{fill(t("search.indexing"), { share: Math.floor(app.meta.indexed * 100) })}</p>}
      {one && (
        <p class="note">
          {t("judge.which")} <Name of={one} app={app} /> <span class="faint"><bdi>{one.id}</bdi></span> <button type="button" onClick={() => choose(null)}>{t("judge.cancel")}</button>
        </p>
      )}
      <Paged app={app} ask={(paging) => app.feed.search({ q, kind, ...paging })} by={[q, kind, app.feed]} empty={fill(t("search.none"), { q })}>
        {(hits) => (
          <ol class="hits">
            {hits.map((hit, n) => {
              const to = placeOf(hit);
              return (
                <li key={n}>
                  <a href={app.link(to.view, to.params)}><Found hit={hit} app={app} /></a>
                  {hit.kind === "node" && <Compare hit={hit} one={one} choose={choose} app={app} />}
                </li>
              );
            })}
          </ol>
        )}
      </Paged>
    </>
  );
};

/** Two results are chosen one after the other, and told to be the same or different. */
function Compare({ hit, one, choose, app }: { hit: NameHit; one: NameHit | null; choose: (hit: NameHit | null) => void; app: App }) {
  const [kind, setKind] = useState<"same" | "different" | null>(null);
  const between = (a: string, b: string) => (a === one?.id && b === hit.id) || (b === one?.id && a === hit.id);
  if (one === null) return <button type="button" class="compare" onClick={() => choose(hit)}>{app.t("judge.identity")}</button>;
  if (one.id === hit.id || one.label !== hit.label) return null;
  const given = app.verdicts.findLast((v) => between(v.a, v.b));
  if (given) return <Given verdict={given} app={app} />;
  return (
    <div class="judge">
      {(["same", "different"] as const).map((k) => <button key={k} type="button" aria-pressed={kind === k} onClick={() => setKind(k)}>{app.t(`judge.${k}`)}</button>)}
      {kind && <Why app={app} send={(why, more) => app.judge({ kind, a: one.id, b: hit.id, why, ...more })} cancel={() => setKind(null)} />}
    </div>
  );
}
