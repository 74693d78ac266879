import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useAnswer } from "../parts/answer";
import { Awaited, fill, Name, titleOf, When } from "../parts/told";
import { Proves } from "../parts/proves";
import type { ArticleAnswer, EvidenceAnswer } from "../protocol";
import type { App, Place, View } from "../view";

/** An article as read, with every sentence marked that proves something; a mark leads to the edges that rest on it. */
export const Article: View = ({ place, app }) => {
  const id = place.params.id ?? "";
  const answer = useAnswer(() => app.feed.article({ id }), [id, app.feed]);
  return <Awaited answer={answer} app={app}>{(article) => <Told key={id} found={article} place={place} app={app} />}</Awaited>;
};

function Told({ found, place, app }: { found: ArticleAnswer; place: Place; app: App }) {
  const { t } = app;
  const { article, events, writers, text } = found;
  return (
    <article>
      <h1><bdi>{titleOf(article)}</bdi></h1>
      <p class="lead">
        <span class="tag Article">{t("label.Article")}</span><bdi>{article.publisher}</bdi> {article.published}
        <span class="faint"><bdi>{article.doc}</bdi> {fill(t("article.order"), { n: article.order })}</span>
      </p>
      {writers.length > 0 && <p class="lead">{writers.map((w) => <span key={w.edge}><span class="faint"><bdi>{w.as}</bdi></span> <Name of={w.person} app={app} /><Proves edge={w.edge} app={app} /></span>)}</p>}
      <h2>{t("article.events")} <small>{events.length}</small></h2>
      {events.length ? <ul class="plain rows">{events.map((e) => <li key={e.id}><time><When event={e} app={app} /></time><span><Name of={e} app={app} /></span></li>)}</ul> : <p class="empty">{t("empty.reported")}</p>}
      <h2>{t("article.text")} <small>{found.marks.length ? fill(t("article.marks"), { n: found.marks.length }) : ""}</small></h2>
      {text === null ? <p class="empty">{t("empty.text")}</p> : <Body found={found} text={text} place={place} app={app} />}
    </article>
  );
}

interface Piece {
  start: number;
  text: string;
  edges: string[];
  here: boolean;
}

/** Characters of an article shown before it is cut. */
const SHOWN = 30_000;

function Body({ found, text, place, app }: { found: ArticleAnswer; text: string; place: Place; app: App }) {
  const [from = -1, until = -1] = (place.params.at ?? "").split("-").map((n) => Number(n) - found.start);
  const [whole, setWhole] = useState(until > SHOWN);
  const [chosen, choose] = useState<string[]>([]);
  const here = useRef<HTMLElement>(null);
  const pieces = useMemo(() => cut(text, found.marks, from, until), [text, from, until]);
  useEffect(() => here.current?.scrollIntoView({ block: "center" }), [from, until]);
  const first = pieces.find((p) => p.here);
  const shown = whole ? pieces : pieces.filter((p) => p.start < SHOWN);
  const show = (edges: string[]) => (edges.length === 1 ? app.prove(edges[0] as string) : choose(edges));
  return (
    <div class={chosen.length ? "text choosing" : "text"}>
      <div class="printed">
        {shown.map((piece) => piece.edges.length || piece.here ? (
          <mark
            key={piece.start} ref={piece === first ? here : undefined} class={piece.here ? "here" : piece.edges === chosen ? "chosen" : undefined} tabIndex={piece.edges.length ? 0 : undefined} role="button"
            title={piece.edges.length ? fill(app.t("article.proves"), { n: piece.edges.length }) : undefined}
            onClick={() => piece.edges.length && show(piece.edges)} onKeyDown={(e) => e.key === "Enter" && piece.edges.length && show(piece.edges)}
          >{piece.text}</mark>
        ) : <span key={piece.start}>{piece.text}</span>)}
        {shown.length < pieces.length && <button type="button" class="rest" onClick={() => setWhole(true)}>{fill(app.t("rest"), { n: text.length - shown.reduce((n, p) => n + p.text.length, 0) })}</button>}
      </div>
      {chosen.length > 0 && <Edges key={chosen.join()} edges={chosen} app={app} close={() => choose([])} />}
    </div>
  );
}

/** Edges told at once. */
const TOLD = 25;

/** What a sentence proves. */
function Edges({ edges, app, close }: { edges: string[]; app: App; close: () => void }) {
  const [many, setMany] = useState(TOLD);
  const told = useAnswer<EvidenceAnswer[]>(() => Promise.all(edges.slice(0, many).map((edge) => app.feed.evidence({ edge, size: 1 }))), [many, app.feed]);
  return (
    <section class="proved" aria-label={app.t("article.proved")}>
      <h3>{app.t("article.proved")} <button type="button" class="close" aria-label={app.t("close")} onClick={close}>×</button></h3>
      <Awaited answer={told} app={app}>
        {(rows) => (
          <ul class="plain rows">
            {rows.map(({ edge, source, target }) => (
              <li key={edge.id} data-edge={edge.id}><span><Name of={source} app={app} /> <b>{app.t(`type.${edge.type}`)}</b> <Name of={target} app={app} /></span><Proves edge={edge.id} app={app} /></li>
            ))}
          </ul>
        )}
      </Awaited>
      {many < edges.length && <button type="button" onClick={() => setMany(many + TOLD)}>{fill(app.t("more"), { n: edges.length - many })}</button>}
    </section>
  );
}

/** A text cut where marks begin and end; each piece knows the edges of the marks that cover it. Offsets count code points. */
function cut(text: string, marks: ArticleAnswer["marks"], from: number, until: number): Piece[] {
  const chars = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
  const length = chars?.length ?? text.length;
  const slice = (a: number, b: number) => (chars ? chars.slice(a, b).join("") : text.slice(a, b));
  const inside = (n: number) => n >= 0 && n <= length;
  const ends = [0, length, ...marks.flatMap((m) => [m.start, m.end]), from, until].filter(inside);
  const bounds = [...new Set(ends)].sort((a, b) => a - b);
  const sorted = [...marks].sort((a, b) => a.start - b.start);
  let open: ArticleAnswer["marks"] = [];
  let next = 0;
  return bounds.slice(0, -1).map((start, n) => {
    while (next < sorted.length && (sorted[next] as { start: number }).start <= start) open.push(sorted[next++] as ArticleAnswer["marks"][number]);
    open = open.filter((m) => m.end > start);
    return { start, text: slice(start, bounds[n + 1] as number), edges: [...new Set(open.flatMap((m) => m.edges))], here: start >= from && start < until };
  });
}
