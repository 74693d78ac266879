import { Calendar, type Counted } from "../drawing/calendar";
import { Proof } from "../drawing/card";
import { phrase } from "../drawing/days";
import { useAnswer } from "../parts/answer";
import { all, Paged } from "../parts/paged";
import { papersOf, scopeOf, spanOf, Stands } from "../parts/scope";
import { Awaited, fill, Name } from "../parts/told";
import type { Change, Clock, Feed, Papers, Scope } from "../protocol";
import type { App, Place, Table } from "../view";
import { Listing } from "./list";
import { useEffect } from "preact/hooks";
import "../drawing/overview.css";

const LABELS = ["Person", "Position", "Event", "Organization", "Place", "Area", "Article"];

/** The first page: what this graph is, which days it covers, and who came and went. */
export function Overview({ place, app }: { place: Place; app: App }) {
  const { t, meta } = app;
  const papers = papersOf(place);
  const scope = scopeOf(place);
  const { since, until } = scope;
  // A period without a word on its clock is one of events; without a period the calendar begins with papers.
  const by: Clock = place.params.by === "published" || place.params.by === "event" ? place.params.by : since || until ? "event" : "published";
  const of = [papers.area, papers.publisher];
  const on = [...of, since, until, scope.by];
  const extent = useAnswer(() => (papers.area || papers.publisher ? app.feed.extent(papers) : Promise.resolve(meta)), of);
  const counted = useAnswer<Counted>(async () => {
    const [days, months] = await Promise.all([app.feed.coverage({ ...papers, by }), app.feed.coverage({ ...papers, by, per: "month" })]);
    return { by, days, months };
  }, [...of, by]);
  useEffect(() => {
    app.offer({ tables: tables(app.feed, scope, papers) });
  }, on);
  useEffect(() => () => app.offer(null), []);
  const choose = (from: string, to: string) => {
    const again = from === since && to === until;
    app.go({ params: { since: again ? null : from, until: again ? null : to, by } });
  };
  const period = phrase(since, until);
  const within = { ...(since && { since }), ...(until && { until }), ...(scope.by && { by: scope.by }) };
  const clock = scope.by ?? "event";
  return (
    <div class="overview">
      <header>
        <h1>{t("overview")} <small><bdi>{meta.dataset}</bdi></small></h1>
        <Awaited answer={extent} app={app}>{(found) => (
          <>
            <p>{fill(t("overview.lead"), { documents: found.documents, articles: found.nodes.Article ?? 0, since: found.happened.since ?? "…", until: found.happened.until ?? "…", from: found.published.since ?? "…", to: found.published.until ?? "…" })}</p>
            <ul class="counts">{LABELS.filter((l) => found.nodes[l]).map((l) => (
              <li key={l}><a href={l === "Position" ? app.link("positions") : app.link("list", { label: l })}><b>{found.nodes[l]}</b> <span class={`name ${l}`}>{fill(t(`count.${l}`), { n: found.nodes[l] ?? 0 })}</span></a></li>
            ))}</ul>
          </>
        )}</Awaited>
        {(since || until) && (
          <p class="chosen">{fill(t(`calendar.${clock}.is`), { period })} <button type="button" onClick={() => app.go({ params: { since: null, until: null, by: null } })}>{t("overview.period.all")}</button>{" "}
            {clock === "event" && <a href={app.link("network", { kind: "meetings", ...(since && { since, from: since }), ...(until && { until, to: until }) })}>{t("overview.network")}</a>}</p>
        )}
      </header>
      <div>
        <section class="changes">
          <h2>{t("overview.changes")}</h2>
          <p class="faint">{t("overview.changes.lead")}</p>
          <Paged app={app} by={on} size={12} empty={t(since || until ? "overview.changes.period" : "overview.changes.none")} ask={(p) => app.feed.changes({ ...scope, ...p })}>
            {(rows) => <ul>{rows.map((row) => <Changed key={row.edge} app={app} row={row} />)}</ul>}
          </Paged>
        </section>
        <section class="positions">
          <h2><a href={app.link("positions")}>{t("overview.positions")}</a></h2>
          <Paged app={app} by={of} size={15} empty={t("overview.positions.none")} ask={(p) => app.feed.positions({ ...papers, ...p })}>
            {(rows) => (
              <ul>{rows.map((row) => {
                const areas = row.areas.filter((a) => !row.position.name.startsWith(a));
                return (
                  <li key={row.position.id}><Name of={row.position} app={app} /> <small>{areas.length > 0 && <><bdi>{areas.join(t("comma"))}</bdi> · </>}
                    {row.latest && <>{t("positions.latest")} <Name of={row.latest.person} app={app} /> <Stands as={row.latest.standing} app={app} /> · </>}
                    <a href={app.link("position", { id: row.position.id })}>{fill(t("positions.count"), { n: row.holders })}{row.changes > 0 && <> · {fill(t("positions.changes"), { n: row.changes })}</>}</a></small></li>
                );
              })}</ul>
            )}
          </Paged>
        </section>
      </div>
      <div>
        <section class="covered">
          <h2>{t("overview.coverage")}</h2>
          <div class="switches clocks" role="group" aria-label={t("clock")}>
            {(["published", "event"] as const).map((c) => (
              <button key={c} type="button" data-clock={c} aria-pressed={by === c} onClick={() => app.go({ params: { by: c, ...(c !== by && { since: null, until: null }) } })}>{t(`clock.${c}`)}</button>
            ))}
          </div>
          <p class="faint">{t(`clock.${by}.lead`)}</p>
          <Awaited answer={counted} app={app}>{(found) => <Calendar key={found.by} app={app} counted={found} since={since} until={until} choose={choose} />}</Awaited>
          {(since || until) && (
            <div class="counted">
              <h3>{fill(t(`calendar.${clock}.counted`), { period })} <small><a href={app.link("list", { label: "Event", ...within })}>{t("calendar.whole")}</a> · <a href={app.link("list", { label: "Article", ...within })}>{t("calendar.articles")}</a></small></h3>
              <Listing label="Event" scope={scope} app={app} size={10} />
            </div>
          )}
        </section>
        <section class="active">
          <h2>{t("overview.active")}</h2>
          <Paged app={app} by={on} size={12} empty={t("overview.active.none")} ask={(p) => app.feed.active({ ...scope, ...p })}>
            {(rows) => (
              <div class="scroll"><table>
                <thead><tr><th>{t("label.Person")}</th>{meta.areas.length > 1 && <th>{t("areas")}</th>}<th class="n">{t("overview.events")}</th><th class="n">{t("overview.led")}</th><th>{t("overview.last")}</th></tr></thead>
                <tbody>{rows.map((row) => (
                  <tr key={row.person.id}><td><Name of={row.person} app={app} /> <small><bdi>{row.detail}</bdi> <Stands as={row.standing} app={app} /></small></td>{meta.areas.length > 1 && <td><bdi>{row.areas.join(t("comma"))}</bdi></td>}<td class="n"><a href={app.link("person", { id: row.person.id, ...(clock === "event" && since && { since }), ...(clock === "event" && until && { until }) })}>{row.events}</a></td><td class="n">{row.led}</td><td>{row.last ?? ""}</td></tr>
                ))}</tbody>
              </table></div>
            )}
          </Paged>
        </section>
        <section class="contradictions">
          <h2>{t("overview.contradictions")}</h2>
          <p class="faint">{t("overview.contradictions.lead")}</p>
          <Paged app={app} by={of} size={8} empty={t("overview.contradictions.none")} ask={(p) => app.feed.contradictions({ ...papers, ...p })}>
            {(rows) => (
              <ul>{rows.map((row) => (
                <li key={row.edges.join()}><Name of={row.position} app={app} /> <small>{fill(t("overview.between"), { since: row.since, until: row.until })}</small>
                  <div><Name of={row.person} app={app} /> <Proof app={app} edge={row.edges[0]} /> <span class="faint">/</span> <Name of={row.other} app={app} /> <Proof app={app} edge={row.edges[1]} /></div></li>
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
          ? <Around template={t(row.silence ? "change.gap" : "overview.change.replaced")} person={<><Name of={row.person} app={app} /><Stands as={row.standing} app={app} /></>} other={<><Name of={row.other} app={app} /><Stands as={row.otherStanding} app={app} /></>} />
          : <><b class={row.change}>{row.kind ? t(`value.${row.kind}`) : t(`overview.${row.change}`)}</b> <Name of={row.person} app={app} /></>}{" "}
        {row.by && <small><bdi>{row.by}</bdi> </small>}
        <Proof app={app} edge={row.edge} />
        {row.silence && <p class="silence">{fill(t("change.silence"), { ...row.silence, span: spanOf(row.silence.days, app) })}</p>}
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
function tables(feed: Feed, scope: Scope, papers: Papers): Table[] {
  const proofs = async (edge: string) => all((p) => feed.evidence({ edge, ...p }).then((e) => e.proofs));
  const told = async (edge: string) => (await proofs(edge)).map((p) => p.quote);
  return [
    {
      name: "changes",
      columns: ["change", "notBefore", "notAfter", "office", "person", "other", "kind", "area", "articles", "quotes", "officeId", "id"],
      rows: async () => each(await all((p) => feed.changes({ ...scope, ...p })), async (c) => {
        const found = await proofs(c.edge);
        const told = new Map(found.flatMap((p) => (p.article ? [[p.article.id, p.article]] : [])));
        const articles = [...told.values()].sort((a, b) => (a.doc < b.doc ? -1 : a.doc > b.doc ? 1 : a.order - b.order)).map((a) => a.id);
        return [c.change, c.notBefore, c.notAfter, c.position.name, c.person.name, c.other?.name ?? "", c.kind ?? "", c.areas, articles, found.map((p) => p.quote), c.position.id, c.edge];
      }),
    },
    {
      name: "contradictions",
      columns: ["office", "person", "other", "since", "until", "area", "quotes", "against", "officeId", "personId", "otherId"],
      rows: async () => each(await all((p) => feed.contradictions({ ...papers, ...p })), async (c) => {
        const [mine, theirs] = await Promise.all([told(c.edges[0]), told(c.edges[1])]);
        return [c.position.name, c.person.name, c.other.name, c.since, c.until, c.areas, mine, theirs, c.position.id, c.person.id, c.other.id];
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
