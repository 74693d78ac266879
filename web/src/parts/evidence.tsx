import { useEffect, useRef, useState } from "preact/hooks";
import type { Edge, EvidenceAnswer, Proof, Spell } from "../protocol";
import type { App } from "../view";
import { useAnswer } from "./answer";
import { Judge } from "./judge";
import { Proves } from "./proves";
import { Awaited, Cut, fill, Name, titleOf } from "./told";

/** The proofs of an edge, one at a time: the quote in its paragraph, and where it stands. */
export function Evidence({ edge, day, app, close }: { edge: string; day: string | undefined; app: App; close: () => void }) {
  const [page, setPage] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const answer = useAnswer(() => app.feed.evidence({ edge, day: day ?? "bounds", page, size: 1 }), [edge, day, page, app.feed]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [edge]);
  return (
    <aside id="evidence" aria-label={app.t("proof")}>
      <header>
        <h2 ref={heading} tabIndex={-1}>{app.t("proof")}</h2>
        <button type="button" class="close" aria-label={app.t("close")} title={`${app.t("close")} (Esc)`} onClick={close}>×</button>
      </header>
      <Awaited answer={answer} app={app}>
        {(found) => (
          <>
            <Told found={found} app={app} />
            {found.edge.type === "REPLACED" && typeof found.edge.position === "string" && <Premises found={found} office={found.edge.position} app={app} />}
            {found.proofs.rows.map((proof) => <Quoted key={proof.statement} proof={proof} app={app} />)}
            {found.proofs.total === 0 && <p class="empty">{app.t("proof.none")}</p>}
            {found.proofs.total > 1 && (
              <nav class="pager">
                <span>{fill(app.t("proof.of"), { n: page + 1, total: found.proofs.total })}</span>
                <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>{app.t("proof.back")}</button>
                <button type="button" disabled={page + 1 >= found.proofs.total} onClick={() => setPage(page + 1)}>{app.t("proof.next")}</button>
              </nav>
            )}
            <Properties edge={found.edge} app={app} />
          </>
        )}
      </Awaited>
    </aside>
  );
}

/** What the edge says: 敖煜新 出席 区委常委会扩大会议, with the properties of its type. */
function Told({ found, app }: { found: EvidenceAnswer; app: App }) {
  const { edge, source, target } = found;
  return (
    <>
      <p class="told">
        <Name of={source} app={app} /> <b>{app.t(`type.${edge.type}`)}</b> <Name of={target} app={app} />
      </p>
      {edge.basis === "derived" && <p class="note">{app.t("proof.derived")}</p>}
      {edge.basis === "inferred" && <p class="note">{app.t("proof.inferred")}</p>}
    </>
  );
}

/** What a succession is worked out from: when the one was last seen in the office, and when the other first was. */
function Premises({ found, office, app }: { found: EvidenceAnswer; office: string; app: App }) {
  const answer = useAnswer(() => app.feed.position({ id: office }), [office, app.feed]);
  const { edge, source, target } = found;
  if (!answer.value) return null;
  const { node, holders } = answer.value;
  const left = holders.find((h) => h.person.id === target.id && h.endEarliest === edge.notBefore);
  const came = holders.find((h) => h.person.id === source.id && h.startLatest === edge.notAfter);
  const line = (spell: Spell | undefined, word: string, day: string | null) => spell && (
    <li><span>{app.t(word)} <Name of={spell.person} app={app} /> {day ?? app.t("when.unknown")}</span><Proves edge={spell.edge} day={day ?? undefined} app={app} /></li>
  );
  return (
    <>
      <p><Name of={node} app={app} /></p>
      <ul class="plain rows premises">
        {line(left, "premise.left", left?.endEarliest ?? null)}
        {line(came, "premise.came", came?.startLatest ?? null)}
      </ul>
    </>
  );
}

/** These come first, in this order; whatever else an edge has after them. */
const FIRST = ["titles", "roles", "rank", "group", "manner", "capacity", "startEarliest", "startLatest", "endEarliest", "endLatest", "evidence", "sightings"];

/** Properties that every edge has, or that are told elsewhere in the pane. */
const COMMON = new Set(["id", "type", "source", "target", "basis", "confidence", "dataset", "supportCount", "firstSeen", "lastSeen", "articles", "docs",
  "quotes", "support", "rules", "positions", "position", "event"]);

function Properties({ edge, app }: { edge: Edge; app: App }) {
  const shown = Object.entries(edge).filter(([key, value]) => !COMMON.has(key) && value !== null && value !== "" && !(Array.isArray(value) && !value.length));
  if (!shown.length) return null;
  const place = (key: string) => (FIRST.indexOf(key) + FIRST.length + 1) % (FIRST.length + 1);
  shown.sort(([a], [b]) => place(a) - place(b));
  return (
    <dl class="properties of-edge">
      {shown.map(([key, value]) => (
        <div key={key}>
          <dt>{app.t(`field.${key}`)}</dt>
          <dd><bdi>{(Array.isArray(value) ? value : [value]).map((v) => app.t(`value.${v}`)).join(app.t("comma"))}</bdi></dd>
        </div>
      ))}
    </dl>
  );
}

function Quoted({ proof, app }: { proof: Proof; app: App }) {
  const { article } = proof;
  return (
    <section class="proof">
      <Paragraph proof={proof} app={app} />
      {proof.paragraph === null && <p class="note">{app.t(app.meta.textless ? "proof.textless" : "proof.moved")}</p>}
      <dl class="properties">
        {article && (
          <div>
            <dt>{app.t("proof.article")}</dt>
            <dd><a href={app.link("article", { id: article.id, at: `${proof.start}-${proof.end}` })}><bdi>{titleOf(article)}</bdi></a></dd>
          </div>
        )}
        {article?.published && <Row name="proof.published" value={article.published} app={app} />}
        {article?.publisher && <Row name="proof.publisher" value={article.publisher} app={app} />}
        <Row name="proof.file" value={proof.doc} app={app} />
        <Row name="proof.offsets" value={`${proof.start}–${proof.end}`} app={app} />
        <Row name="proof.rule" value={proof.rule} app={app} />
        <Row name="proof.confidence" value={String(proof.confidence)} app={app} />
        <Row name="proof.basis" value={app.t(`value.${proof.basis}`)} app={app} />
      </dl>
      <p class="actions"><Copy proof={proof} app={app} /></p>
      <Judge statement={proof.statement} app={app} />
    </section>
  );
}

function Row({ name, value, app }: { name: string; value: string; app: App }) {
  return <div><dt>{app.t(name)}</dt><dd><bdi>{value}</bdi></dd></div>;
}

/** Characters of the paragraph shown before and after the quote, before it is cut. */
const AROUND = 400;

/** The paragraph as read, with the quote marked; the quote alone where the text is not at hand. */
function Paragraph({ proof, app }: { proof: Proof; app: App }) {
  if (proof.paragraph === null || proof.at === null) return <blockquote><Cut text={proof.quote} app={app} mark /></blockquote>;
  const text = [...proof.paragraph];
  const [from, until] = proof.at;
  const before = text.slice(0, from).join("");
  return (
    <blockquote>
      <Before text={before} app={app} />
      <Cut text={text.slice(from, until).join("")} app={app} mark />
      <Cut text={text.slice(until).join("")} app={app} shown={AROUND} />
    </blockquote>
  );
}

function Before({ text, app }: { text: string; app: App }) {
  const [whole, setWhole] = useState(false);
  const chars = [...text];
  if (whole || chars.length <= AROUND + 50) return <bdi>{text}</bdi>;
  return (
    <>
      <button type="button" class="rest" onClick={() => setWhole(true)}>{fill(app.t("rest"), { n: chars.length - AROUND })}</button>
      <bdi>{chars.slice(-AROUND).join("")}</bdi>
    </>
  );
}

/** Quote and source for a footnote: “…”，《标题》，今日拱墅，2026-05，000.txt 120–164. */
function Copy({ proof, app }: { proof: Proof; app: App }) {
  const [copied, setCopied] = useState(false);
  const { article } = proof;
  const source = [article && `《${titleOf(article)}》`, article?.publisher, article?.published, `${proof.doc} ${proof.start}–${proof.end}`];
  const copy = () => navigator.clipboard.writeText(app.language === "zh" ? `“${proof.quote}”，${source.filter(Boolean).join("，")}` : `“${proof.quote}”, ${source.filter(Boolean).join(", ")}`).then(() => setCopied(true), () => undefined);
  return <button type="button" onClick={copy}>{app.t(copied ? "proof.copied" : "proof.copy")}</button>;
}
