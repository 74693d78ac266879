import { useEffect } from "preact/hooks";
import { useAnswer } from "../parts/answer";
import { Changes, changesTable } from "../parts/changes";
import { Identity } from "../parts/identity";
import { all, Paged, Pages } from "../parts/paged";
import { PeriodFilter, WhyEmpty } from "../parts/period";
import { pictureOf } from "../parts/picture";
import { Proves, provesOn } from "../parts/proves";
import { quotesOf } from "../parts/quotes";
import { Awaited, fill, Name, values, When } from "../parts/told";
import type { Met, Part, PersonAnswer } from "../protocol";
import { Spells } from "../spells/pages";
import type { App, Place, Table, View } from "../view";

/** A person: offices in time, events with role and rank, whom they met, what they wrote. */
export const Person: View = ({ place, app }) => {
  const id = place.params.id ?? "";
  const answer = useAnswer(() => app.feed.person({ id }), [id, app.feed]);
  return <Awaited answer={answer} app={app}>{(person) => <Told key={id} person={person} place={place} app={app} />}</Awaited>;
};

function Told({ person, place, app }: { person: PersonAnswer; place: Place; app: App }) {
  const { t, feed } = app;
  const { node, offices, changes, affiliations, counts } = person;
  const { since, until } = place.params;
  const period = { since, until };
  useEffect(() => {
    const tables = [partsTable(person, period, app), metTable(person, period, app), ...(changes.length ? [changesTable(async () => changes, app)] : [])];
    app.offer({ tables, picture: offices.length ? pictureOf() : undefined });
    return () => app.offer(null);
  }, [person, since, until, app]);
  const strings = (key: string) => (Array.isArray(node[key]) ? (node[key] as string[]) : []);
  const said = [node.gender, node.ethnicity].filter((v): v is string => typeof v === "string");
  return (
    <article>
      <h1><bdi>{node.name}</bdi></h1>
      <p class="lead">
        <span class="tag Person">{t("label.Person")}</span>
        {typeof node.pinyin === "string" && <span class="faint" lang="zh-Latn"><bdi>{node.pinyin}</bdi></span>}
        {said.map((word) => <span key={word}><bdi>{word}</bdi></span>)}
        {strings("aliases").length > 0 && <span>{t("field.aliases")} <bdi>{strings("aliases").join(t("comma"))}</bdi></span>}
        <a href={app.link("network", { center: node.id, kind: "meetings" })}>{t("person.network")}</a>
      </p>
      <Identity of={{ id: node.id, label: "Person", name: node.name }} members={strings("memberIds")} app={app} />

      <h2>{t("person.offices")} <small>{offices.length}</small></h2>
      {offices.length ? <Spells place={place} spells={offices} by="position" app={app} folded={6} /> : <p class="empty">{t("empty.offices")}</p>}

      {changes.length > 0 && <><h2>{t("changes")} <small>{changes.length}</small></h2><Changes changes={changes} app={app} /></>}

      <h2>{t("person.events")} <small>{counts.events}</small><PeriodFilter place={place} app={app} /></h2>
      <Paged app={app} ask={(paging) => feed.parts({ id: node.id, ...period, ...paging })} by={[node.id, since, until]} empty={<WhyEmpty place={place} app={app} none="empty.events" />}>
        {(rows) => <Parts rows={rows} app={app} />}
      </Paged>

      <h2>{t("person.met")}{(since || until) && <small>{since ?? ""}–{until ?? ""}</small>}</h2>
      <Paged app={app} size={20} ask={(paging) => feed.met({ id: node.id, ...period, ...paging })} by={[node.id, since, until]} empty={<WhyEmpty place={place} app={app} none="empty.met" />}>
        {(rows) => <MetRows rows={rows} app={app} />}
      </Paged>
      <p class="note">{t("person.met.note")}</p>

      {affiliations.length > 0 && (
        <>
          <h2>{t("person.affiliations")} <small>{affiliations.length}</small></h2>
          <Pages app={app} rows={affiliations}>{(shown) => <ul class="plain rows">
            {shown.map(({ edge, node: to }) => (
              <li key={edge.id} data-edge={edge.id} {...provesOn(edge.id, app)}><span><Name of={to} app={app} /> <bdi>{String(edge.as ?? "")}</bdi></span><Proves edge={edge.id} app={app} /></li>
            ))}
          </ul>}</Pages>
        </>
      )}

      {counts.articles > 0 && (
        <>
          <h2>{t("person.wrote")} <small>{counts.articles}</small></h2>
          <Paged app={app} size={20} ask={(paging) => feed.wrote({ id: node.id, ...paging })} by={[node.id]} empty={t("empty.events")}>
            {(rows) => (
              <ul class="plain rows">
                {rows.map((row) => (
                  <li key={row.edge} data-edge={row.edge} {...provesOn(row.edge, app)}>
                    <time>{row.article.published}</time><span><Name of={row.article} app={app} /> <span class="faint"><bdi>{row.as}</bdi></span></span><Proves edge={row.edge} app={app} />
                  </li>
                ))}
              </ul>
            )}
          </Paged>
        </>
      )}
    </article>
  );
}

function Parts({ rows, app }: { rows: Part[]; app: App }) {
  const { t } = app;
  return (
    <div class="scroll">
      <table class="parts">
        <thead><tr><th>{t("field.date")}</th><th>{t("label.Event")}</th><th>{t("titles.printed")}</th><th>{t("field.roles")}</th><th class="num" title={t("rank.why")}>{t("field.rank")}</th><th>{t("areas")}</th><th /></tr></thead>
        <tbody>
          {rows.map((part) => (
            <tr key={part.edge} data-edge={part.edge} class={part.type} {...provesOn(part.edge, app)}>
              <td class="day"><When event={part.event} app={app} /></td>
              <th scope="row"><Name of={part.event} app={app} />{part.type === "EXPECTED_AT" && <span class="tag">{t("type.EXPECTED_AT")}</span>}</th>
              <td><bdi>{part.titles.join(t("comma"))}</bdi></td>
              <td>{values(app, [...part.roles, part.manner === "present" ? null : part.manner])}</td>
              <td class="num">{part.rank !== null && fill(t("rank"), { rank: part.rank, of: part.event.people })}</td>
              <td><bdi>{part.event.areas.join(t("comma"))}</bdi></td>
              <td><Proves edge={part.edge} app={app} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MetRows({ rows, app }: { rows: Met[]; app: App }) {
  const { t } = app;
  const most = Math.max(...rows.map((r) => r.events));
  return (
    <div class="scroll">
      <table class="met">
        <thead><tr><th>{t("label.Person")}</th><th class="num">{t("met.events")}</th><th /><th class="num" title={t("met.weight.why")}>{t("met.weight")}</th><th>{t("met.first")}</th><th>{t("met.last")}</th><th>{t("areas")}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.person.id}>
              <th scope="row"><Name of={row.person} app={app} /></th>
              <td class="num">{row.events}</td>
              <td class="meter" aria-hidden="true"><i style={{ width: `${(100 * row.events) / most}%` }} /></td>
              <td class="num">{row.weight.toFixed(2)}</td>
              <td>{row.first}</td>
              <td>{row.last === row.first ? "" : row.last}</td>
              <td><bdi>{row.areas.join(t("comma"))}</bdi></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Between = { since?: string; until?: string };

/** The columns of `kg query activities`: events, in the order of that query. */
function partsTable({ node }: PersonAnswer, period: Between, app: App): Table {
  return {
    name: "activities",
    columns: ["date", "dateText", "did", "what", "detail", "area", "quotes", "id"],
    async rows() {
      const parts = await all((paging) => app.feed.parts({ id: node.id, ...period, ...paging }));
      const quotes = await quotesOf(parts.map((p) => p.edge), app);
      return parts.map((p, n) => [day(p.event.date), p.event.dateText, p.type === "ATTENDED" ? "attended" : "expected", p.event.name, p.roles, p.event.areas, quotes[n], p.edge]);
    },
  };
}

/** The columns of `kg query co_attendance`. */
function metTable({ node }: PersonAnswer, period: Between, app: App): Table {
  return {
    name: "co_attendance",
    columns: ["person", "other", "events", "stops", "weight", "first", "last", "area", "personId", "otherId"],
    async rows() {
      const met = await all((paging) => app.feed.met({ id: node.id, ...period, ...paging }));
      return met.map((m) => [node.name, m.person.name, m.events, m.stops, m.weight.toFixed(3), m.first, m.last, m.areas, node.id, m.person.id]);
    },
  };
}

/** A query tells a date when it is a day. */
export function day(date: string | null): string | null {
  return date?.length === 10 ? date : null;
}
