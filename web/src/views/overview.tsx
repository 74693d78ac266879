import { Calendar } from "../drawing/calendar";
import { Proof } from "../drawing/card";
import { phrase } from "../drawing/days";
import { useAnswer } from "../parts/answer";
import { all, Paged } from "../parts/paged";
import { Awaited, fill, Name } from "../parts/told";
import type { Change, Feed, Period } from "../protocol";
import type { App, Place, Table } from "../view";
import { useEffect } from "preact/hooks";
import "../drawing/overview.css";

const LABELS = ["Person", "Position", "Event", "Organization", "Place", "Area", "Article"];

/** The first page: what this graph is, which days it covers, and who came and went. */
export function Overview({ place, app }: { place: Place; app: App }) {
  const { t, meta } = app;
  const since = place.params.since || undefined;
  const until = place.params.until || undefined;
  const period: Period = { ...(since && { since }), ...(until && { until }) };
  const by = [since, until];
  const coverage = useAnswer(() => app.feed.coverage({ by: "published" }), []);
  useEffect(() => {
    app.offer({ tables: tables(app.feed, period) });
  }, by);
  useEffect(() => () => app.offer(null), []);
  const choose = (from: string, to: string) => {
    const again = from === since && to === until;
    app.go({ params: { since: again ? null : from, until: again ? null : to } });
  };
  return (
    <div class="overview">
      <header>
        <h1>{t("overview")} <small><bdi>{meta.dataset}</bdi></small></h1>
        <p>{fill(t("overview.lead"), { documents: meta.documents, articles: meta.nodes.Article ?? 0, since: meta.happened.since ?? "…", until: meta.happened.until ?? "…", from: meta.published.since ?? "…", to: meta.published.until ?? "…" })}</p>
        <ul class="counts">{LABELS.filter((l) => meta.nodes[l]).map((l) => <li key={l}><b>{meta.nodes[l]}</b> <span class={`name ${l}`}>{t(`label.${l}`)}</span></li>)}</ul>
        {(since || until) && (
          <p class="chosen">{fill(t("overview.period.is"), { period: phrase(since, until) })} <button type="button" onClick={() => app.go({ params: { since: null, until: null } })}>{t("overview.period.all")}</button>{" "}
            <a href={app.link("network", { kind: "meetings", ...(since && { since, from: since }), ...(until && { until, to: until }) })}>{t("overview.network")}</a></p>
        )}
      </header>
      <div>
        <section class="changes">
          <h2>{t("overview.changes")}</h2>
          <p class="faint">{t("overview.changes.lead")}</p>
          <Paged app={app} by={by} size={12} empty={t(since || until ? "overview.changes.period" : "overview.changes.none")} ask={(p) => app.feed.changes({ ...period, ...p })}>
            {(rows) => <ul>{rows.map((row) => <Changed key={row.edge} app={app} row={row} />)}</ul>}
          </Paged>
        </section>
        <section class="positions">
          <h2>{t("overview.positions")}</h2>
          <Paged app={app} by={[]} size={15} empty={t("overview.positions.none")} ask={(p) => app.feed.positions(p)}>
            {(rows) => (
              <ul>{rows.map((row) => (
                <li key={row.position.id}><Name of={row.position} app={app} /> <small>{row.area && !row.position.name.startsWith(row.area) && <><bdi>{row.area}</bdi> · </>}{row.holders} {t("overview.holders")}{row.changes > 0 && <> · {row.changes} {t("overview.changed")}</>}</small></li>
              ))}</ul>
            )}
          </Paged>
        </section>
      </div>
      <div>
        <section class="covered">
          <h2>{t("overview.coverage")}</h2>
          <p class="faint">{t("overview.coverage.lead")}</p>
          <Awaited answer={coverage} app={app}>{(rows) => <Calendar app={app} rows={rows} since={since} until={until} choose={choose} />}</Awaited>
        </section>
        <section class="active">
          <h2>{t("overview.active")}</h2>
          <Paged app={app} by={by} size={12} empty={t("overview.active.none")} ask={(p) => app.feed.active({ ...period, ...p })}>
            {(rows) => (
              <table>
                <thead><tr><th>{t("label.Person")}</th><th class="n">{t("overview.events")}</th><th class="n">{t("overview.led")}</th><th>{t("overview.last")}</th></tr></thead>
                <tbody>{rows.map((row) => (
                  <tr key={row.person.id}><td><Name of={row.person} app={app} /> <small><bdi>{row.detail}</bdi></small></td><td class="n">{row.events}</td><td class="n">{row.led}</td><td>{row.last ?? ""}</td></tr>
                ))}</tbody>
              </table>
            )}
          </Paged>
        </section>
        <section class="contradictions">
          <h2>{t("overview.contradictions")}</h2>
          <p class="faint">{t("overview.contradictions.lead")}</p>
          <Paged app={app} by={[]} size={8} empty={t("overview.contradictions.none")} ask={(p) => app.feed.contradictions(p)}>
            {(rows) => (
              <ul>{rows.map((row) => (
                <li key={row.edges.join()}><Name of={row.position} app={app} /> <small>{fill(t("overview.between"), { since: row.since, until: row.until })}</small>
                  <div><Name of={row.person} app={app} /> <Proof app={app} edge={row.edges[0]} /> ／ <Name of={row.other} app={app} /> <Proof app={app} edge={row.edges[1]} /></div></li>
              ))}</ul>
            )}
          </Paged>
        </section>
      </div>
    </div>
  );
}

/** One change of office: what, who, when – and its proof. */
function Changed({ app, row }: { app: App; row: Change }) {
  const { t } = app;
  const { notBefore, notAfter } = row;
  const when = notBefore && notAfter ? (notBefore === notAfter ? notAfter : fill(t("overview.between"), { since: notBefore, until: notAfter }))
    : notAfter ? fill(t("overview.by"), { until: notAfter }) : notBefore ? fill(t("overview.after"), { since: notBefore }) : t("overview.undated");
  return (
    <li>
      <time>{when}</time>
      <div><Name of={row.position} app={app} /></div>
      <div>
        {row.change === "replaced" && row.other
          ? <Around template={t("overview.change.replaced")} person={<Name of={row.person} app={app} />} other={<Name of={row.other} app={app} />} />
          : <><b class={row.change}>{row.kind ? t(`value.${row.kind}`) : t(`overview.${row.change}`)}</b> <Name of={row.person} app={app} /></>}{" "}
        {row.by && <small><bdi>{row.by}</bdi> </small>}
        <Proof app={app} edge={row.edge} />
      </div>
    </li>
  );
}

/** A sentence with two names in it, in the order of the language. */
function Around({ template, person, other }: { template: string; person: preact.ComponentChildren; other: preact.ComponentChildren }) {
  return <>{template.split(/(\{\w+\})/).map((part) => (part === "{person}" ? person : part === "{other}" ? other : part))}</>;
}

/** Questions asked at once while a table is gathered. */
const AT_ONCE = 8;

/** The tables of this page with the columns of `kg query changes` and `contradictions`. */
function tables(feed: Feed, period: Period): Table[] {
  const proofs = async (edge: string) => all((p) => feed.evidence({ edge, ...p }).then((e) => e.proofs));
  const told = async (edge: string) => (await proofs(edge)).map((p) => p.quote);
  return [
    {
      name: "changes",
      columns: ["change", "notBefore", "notAfter", "office", "person", "other", "kind", "articles", "quotes", "officeId", "id"],
      rows: async () => each(await all((p) => feed.changes({ ...period, ...p })), async (c) => {
        const found = await proofs(c.edge);
        const told = new Map(found.flatMap((p) => (p.article ? [[p.article.id, p.article]] : [])));
        const articles = [...told.values()].sort((a, b) => (a.doc < b.doc ? -1 : a.doc > b.doc ? 1 : a.order - b.order)).map((a) => a.id);
        return [c.change, c.notBefore, c.notAfter, c.position.name, c.person.name, c.other?.name ?? "", c.kind ?? "", articles, found.map((p) => p.quote), c.position.id, c.edge];
      }),
    },
    {
      name: "contradictions",
      columns: ["office", "person", "other", "since", "until", "quotes", "against", "officeId", "personId", "otherId"],
      rows: async () => each(await all((p) => feed.contradictions(p)), async (c) => {
        const [mine, theirs] = await Promise.all([told(c.edges[0]), told(c.edges[1])]);
        return [c.position.name, c.person.name, c.other.name, c.since, c.until, mine, theirs, c.position.id, c.person.id, c.other.id];
      }),
    },
  ];
}

/** What is made of each, in their order, a few at a time. */
async function each<From, To>(rows: From[], make: (row: From) => Promise<To>): Promise<To[]> {
  const made: To[] = [];
  for (let i = 0; i < rows.length; i += AT_ONCE) made.push(...(await Promise.all(rows.slice(i, i + AT_ONCE).map(make))));
  return made;
}
