import { Found, placeOf } from "../parts/searchbox";
import { Paged } from "../parts/paged";
import { fill } from "../parts/told";
import type { View } from "../view";

const KINDS = ["all", "Person", "Position", "Organization", "Event", "Place", "Area", "quote", "article"] as const;

/** Everything that was found, by kind and in pages. */
export const Search: View = ({ place, app }) => {
  const { t } = app;
  const q = place.params.q ?? "";
  const kind = (KINDS as readonly string[]).includes(place.params.kind ?? "") ? (place.params.kind as (typeof KINDS)[number]) : "all";
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
      <Paged app={app} ask={(paging) => app.feed.search({ q, kind, ...paging })} by={[q, kind, app.feed]} empty={fill(t("search.none"), { q })}>
        {(hits) => (
          <ol class="hits">
            {hits.map((hit, n) => {
              const to = placeOf(hit);
              return <li key={n}><a href={app.link(to.view, to.params)}><Found hit={hit} app={app} /></a></li>;
            })}
          </ol>
        )}
      </Paged>
    </>
  );
};
