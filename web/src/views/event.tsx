import { useEffect } from "preact/hooks";
import { useAnswer } from "../parts/answer";
import { all, Paged, Pages } from "../parts/paged";
import { NodeProperties } from "../parts/properties";
import { Proves, provesOn } from "../parts/proves";
import { quotesOf } from "../parts/quotes";
import { Awaited, Cut, fill, Name, titleOf, values, When } from "../parts/told";
import type { EventAnswer, Part } from "../protocol";
import type { App, Table, View } from "../view";
import { day } from "./person";

/** An event: who came, in which office and role, in printed order; where; and every article that tells of it. */
export const Event: View = ({ place, app }) => {
  const id = place.params.id ?? "";
  const answer = useAnswer(() => app.feed.event({ id }), [id, app.feed]);
  return <Awaited answer={answer} app={app}>{(event) => <Told key={id} event={event} app={app} />}</Awaited>;
};

function Told({ event, app }: { event: EventAnswer; app: App }) {
  const { t, feed } = app;
  const { node, brief, others, articles } = event;
  useEffect(() => {
    app.offer({ tables: [attendanceTable(event, app)] });
    return () => app.offer(null);
  }, [event, app]);
  const types = [...new Set(others.map((o) => `${o.edge.type} ${o.out}`))];
  return (
    <article>
      <h1><bdi>{node.name}</bdi></h1>
      <p class="lead">
        <span class="tag Event">{t(brief.kind ? `value.${brief.kind}` : "label.Event")}</span>
        {brief.status !== "held" && brief.status && <span class="tag flag">{t(`value.${brief.status}`)}</span>}
        <When event={brief} app={app} />
        {brief.dateText && <span class="faint">“<bdi>{brief.dateText}</bdi>”</span>}
        <a href={app.link("network", { center: node.id })}>{t("nav.network")}</a>
      </p>
      <NodeProperties node={node} app={app} but={["kind", "status", "date", "timeOfDay", "openList", "earliest", "latest"]} />

      <h2>{t("event.people")} <small>{brief.people}</small></h2>
      <Paged app={app} size={100} ask={(paging) => feed.attendance({ id: node.id, ...paging })} by={[node.id]} empty={t("empty.people")}>
        {(rows) => <People rows={rows} app={app} />}
      </Paged>
      {brief.openList && <p class="note">{t("event.open")}</p>}

      {others.length > 0 && (
        <>
          <h2>{t("event.others")}</h2>
          <dl class="properties ties">
            {types.map((type) => {
              const [name = "", out] = type.split(" ");
              return (
                <div key={type}>
                  <dt>{t(name === "PART_OF" ? (out === "true" ? "event.tour" : "event.stops") : `type.${name}`)}</dt>
                  <dd>
                    <Pages app={app} rows={others.filter((o) => o.edge.type === name && String(o.out) === out)} size={40}>{(shown) => shown.map((o) => (
                      <span key={o.edge.id} class="tie" data-edge={o.edge.id}><Name of={o.node} app={app} />{typeof o.edge.as === "string" && <span class="faint"><bdi>{o.edge.as}</bdi></span>}<Proves edge={o.edge.id} app={app} /></span>
                    ))}</Pages>
                  </dd>
                </div>
              );
            })}
          </dl>
        </>
      )}

      <h2>{t("event.articles")} <small>{articles.length}</small></h2>
      {articles.length === 0 && <p class="empty">{t("empty.articles")}</p>}
      <Pages app={app} rows={articles} size={12}>{(shown) => <div class="beside">
        {shown.map(({ edge, article, quotes }) => (
          <section key={edge} data-edge={edge}>
            <h3><a href={app.link("article", { id: article.id })}><bdi>{titleOf(article)}</bdi></a></h3>
            <p class="faint"><bdi>{article.publisher}</bdi> {article.published} <Proves edge={edge} app={app} /></p>
            {quotes.slice(0, 5).map((quote, n) => <blockquote key={n}><Cut text={quote} app={app} shown={400} /></blockquote>)}
            {quotes.length > 5 && <p class="faint">{fill(t("event.more"), { n: quotes.length - 5 })}</p>}
          </section>
        ))}
      </div>}</Pages>
    </article>
  );
}

function People({ rows, app }: { rows: Part[]; app: App }) {
  const { t } = app;
  return (
    <div class="scroll">
      <table class="people">
        <thead><tr><th class="num">{t("field.rank")}</th><th>{t("label.Person")}</th><th>{t("titles.printed")}</th><th>{t("field.roles")}</th><th>{t("field.group")}</th><th /></tr></thead>
        <tbody>
          {rows.map((part) => (
            <tr key={part.edge} data-edge={part.edge} class={part.type} {...provesOn(part.edge, app)}>
              <td class="num">{part.rank}</td>
              <th scope="row"><Name of={part.person} app={app} />{part.type === "EXPECTED_AT" && <span class="tag">{t("type.EXPECTED_AT")}</span>}</th>
              <td>
                <bdi>{part.titles.join(t("comma"))}</bdi>
                {part.positions.length > 0 && <span class="detail">{part.positions.map((p) => <span key={p.id}><Name of={p} app={app} /> </span>)}</span>}
              </td>
              <td>{values(app, [...part.roles, part.manner === "present" ? null : part.manner])}</td>
              <td><bdi>{part.group}</bdi></td>
              <td><Proves edge={part.edge} app={app} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The columns of `kg query attendance`: those who came. */
function attendanceTable({ node, brief }: EventAnswer, app: App): Table {
  return {
    name: "attendance",
    columns: ["date", "dateText", "event", "person", "titles", "roles", "rank", "manner", "area", "quotes", "personId", "eventId"],
    async rows() {
      const came = (await all((paging) => app.feed.attendance({ id: node.id, ...paging }))).filter((p) => p.type === "ATTENDED");
      const quotes = await quotesOf(came.map((p) => p.edge), app);
      return came.map((p, n) => [day(brief.date), brief.dateText, node.name, p.person.name, p.titles, p.roles, p.rank, p.manner, brief.areas, quotes[n], p.person.id, node.id]);
    },
  };
}
