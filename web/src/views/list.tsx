import { useEffect } from "preact/hooks";
import { phrase } from "../drawing/days";
import { all, Paged } from "../parts/paged";
import { scopeOf, Stands } from "../parts/scope";
import { fill, Name, When } from "../parts/told";
import type { ArticleBrief, EventBrief, Label, Listed, Scope } from "../protocol";
import type { App, Table, View } from "../view";

const LABELS: Label[] = ["Person", "Event", "Organization", "Place", "Area", "Article"];

/** All nodes of a kind: what a count elsewhere leads to. */
export const List: View = ({ place, app }) => {
  const { t } = app;
  const label = LABELS.find((l) => l === place.params.label) ?? "Person";
  const scope = scopeOf(place);
  const by = [label, scope.since, scope.until, scope.by, scope.area, scope.publisher];
  useEffect(() => {
    app.offer({ tables: [listTable(label, scope, app)] });
    return () => app.offer(null);
  }, [app, ...by]);
  const clock = scope.by ?? "event";
  return (
    <>
      <h1>{t(`label.${label}`)}</h1>
      <nav class="tabs">
        {LABELS.map((l) => <a key={l} href={app.link("list", { ...place.params, label: l })} aria-current={l === label ? "page" : undefined}>{t(`label.${l}`)}</a>)}
        <a href={app.link("positions")}>{t("nav.positions")}</a>
      </nav>
      {(scope.since || scope.until) && (label === "Event" || label === "Article") && (
        <p class="note">{fill(t(`calendar.${clock}.is`), { period: phrase(scope.since, scope.until) })}{" "}
          <button type="button" onClick={() => app.go({ params: { since: null, until: null, by: null } })}>{t("always")}</button></p>
      )}
      <Listing label={label} scope={scope} app={app} />
    </>
  );
};

/** A list in pages; its total is what the page counts. */
export function Listing({ label, scope, app, size = 50 }: { label: Label; scope: Scope; app: App; size?: number }) {
  const { t } = app;
  return (
    <Paged app={app} size={size} ask={(paging) => app.feed.listed({ label, ...scope, ...paging })} by={[label, scope.since, scope.until, scope.by, scope.area, scope.publisher]} empty={t("list.none")}>
      {(rows) => (
        <div class="scroll">
          <table class={`listed ${label}`}>
            <thead><tr>{heads(label).map((key) => <th key={key} class={key === "list.ties" || key === "list.people" ? "num" : undefined}>{t(key)}</th>)}</tr></thead>
            <tbody>{rows.map((row) => <Row key={row.node.id} row={row} app={app} />)}</tbody>
          </table>
        </div>
      )}
    </Paged>
  );
}

function heads(label: Label): string[] {
  if (label === "Event") return ["list.day", "label.Event", "list.people", "areas"];
  if (label === "Article") return ["list.day", "label.Article", "list.publisher", "areas"];
  return [`label.${label}`, label === "Person" ? "list.detail" : "list.detail.short", "areas", "list.ties"];
}

function Row({ row, app }: { row: Listed; app: App }) {
  const areas = <td><bdi>{row.areas.join(app.t("comma"))}</bdi></td>;
  if (row.node.label === "Event") {
    const event = row.node as EventBrief;
    return <tr><td class="day"><When event={event} app={app} /></td><th scope="row"><Name of={event} app={app} />{event.status !== "held" && <span class="tag">{app.t(`value.${event.status}`)}</span>}</th><td class="num">{event.people}</td>{areas}</tr>;
  }
  if (row.node.label === "Article") {
    const article = row.node as ArticleBrief;
    return <tr><td class="day">{article.published}</td><th scope="row"><Name of={article} app={app} /></th><td><bdi>{article.publisher}</bdi></td>{areas}</tr>;
  }
  return <tr><th scope="row"><Name of={row.node} app={app} /></th><td><bdi>{row.detail}</bdi> <Stands as={row.standing} app={app} /></td>{areas}<td class="num">{row.ties}</td></tr>;
}

function listTable(label: Label, scope: Scope, app: App): Table {
  return {
    name: "list",
    columns: ["name", "label", "date", "detail", "standing", "area", "people", "ties", "id"],
    async rows() {
      const rows = await all((paging) => app.feed.listed({ label, ...scope, ...paging }));
      return rows.map(({ node, detail, standing, areas, ties }) => {
        const [event, article] = [node as EventBrief, node as ArticleBrief];
        return [label === "Article" ? (article.title ?? node.name) : node.name, label, label === "Event" ? event.date : label === "Article" ? article.published : "", detail, standing, areas, label === "Event" ? event.people : "", ties || "", node.id];
      });
    },
  };
}
