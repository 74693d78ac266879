import { useEffect } from "preact/hooks";
import { useAnswer } from "../parts/answer";
import { Changes, changesTable } from "../parts/changes";
import { Pages } from "../parts/paged";
import { pictureOf } from "../parts/picture";
import { NodeProperties } from "../parts/properties";
import { Proves } from "../parts/proves";
import { quotesOf } from "../parts/quotes";
import { Awaited, Name } from "../parts/told";
import type { Contradiction, PositionAnswer } from "../protocol";
import { Spells } from "../spells/pages";
import { holdersTable } from "../spells/table";
import type { App, Place, Table, View } from "../view";

/** An office: who held it, one after the other, what is sure of that and what is not. */
export const Position: View = ({ place, app }) => {
  const id = place.params.id ?? "";
  const answer = useAnswer(() => app.feed.position({ id }), [id, app.feed]);
  return <Awaited answer={answer} app={app}>{(position) => <Told key={id} position={position} place={place} app={app} />}</Awaited>;
};

function Told({ position, place, app }: { position: PositionAnswer; place: Place; app: App }) {
  const { t } = app;
  const { node, area, organ, holders, changes, contradictions } = position;
  useEffect(() => {
    const tables = [holdersTable(holders, app), ...(changes.length ? [changesTable(async () => changes, app)] : []), ...(contradictions.length ? [contradictionsTable(async () => contradictions, app)] : [])];
    app.offer({ tables, picture: holders.length ? pictureOf() : undefined });
    return () => app.offer(null);
  }, [position, app]);
  return (
    <article>
      <h1><bdi>{node.name}</bdi></h1>
      <p class="lead">
        <span class="tag Position">{t("label.Position")}</span>
        {area && <Name of={area} app={app} />}{organ && <Name of={organ} app={app} />}
        {node.seats === 1 && <span class="faint">{t("position.one")}</span>}
        <a href={app.link("network", { center: node.id })}>{t("nav.network")}</a>
      </p>
      <NodeProperties node={node} app={app} but={["seats", "title"]} />

      <h2>{t("position.holders")} <small>{new Set(holders.map((h) => h.person.id)).size}</small></h2>
      {holders.length ? <Spells place={place} spells={holders} by="person" app={app} changes={changes} contradictions={contradictions} /> : <p class="empty">{t("empty.holders")}</p>}

      {contradictions.length > 0 && (
        <>
          <h2 class="flag">⚠ {t("position.contradictions")} <small>{contradictions.length}</small></h2>
          <p class="note">{t("position.contradictions.note")}</p>
          <Pages app={app} rows={contradictions}>{(shown) => <ul class="plain rows">
            {shown.map((c) => (
              <li key={c.edges.join()}>
                <time>{c.since}–{c.until}</time>
                <span><Name of={c.person} app={app} /> <Proves edge={c.edges[0]} app={app} /> ↔ <Name of={c.other} app={app} /> <Proves edge={c.edges[1]} app={app} /></span>
              </li>
            ))}
          </ul>}</Pages>
        </>
      )}

      <h2>{t("changes")} <small>{changes.length}</small></h2>
      {changes.length ? <Changes changes={changes} app={app} position={false} /> : <p class="empty">{t(node.seats === 1 ? "empty.changes" : "empty.changes.seats")}</p>}
    </article>
  );
}

/** The columns of `kg query contradictions`. */
export function contradictionsTable(found: () => Promise<Contradiction[]>, app: App): Table {
  return {
    name: "contradictions",
    columns: ["office", "person", "other", "since", "until", "area", "quotes", "against", "officeId", "personId", "otherId"],
    async rows() {
      const rows = await found();
      const quotes = await quotesOf(rows.flatMap((c) => c.edges), app);
      return rows.map((c, n) => [c.position.name, c.person.name, c.other.name, c.since, c.until, c.areas, quotes[2 * n], quotes[2 * n + 1], c.position.id, c.person.id, c.other.id]);
    },
  };
}
