import { useState } from "preact/hooks";
import { useAnswer } from "../parts/answer";
import { Awaited, fill, Name, viewOf, When, values } from "../parts/told";
import type { Brief, Papers, Part, Period, Scope } from "../protocol";
import type { App } from "../view";
import { typeName } from "./legend";
import { gatherings } from "./meetings";
import type { Bond, Dot, Shown, Tie } from "./sieve";

interface Props {
  app: App;
  dots: Map<string, Dot>;
  shown: Shown;
  period: Period;
  papers: Papers;
  selected: string;
  select(id: string | null): void;
  more(id: string): void;
  centre(id: string): void;
}

/** What is selected in the picture: a node with its ties, or a line with its proof. */
export function Card(props: Props) {
  const { shown, selected, dots } = props;
  const bond = shown.bonds.get(selected);
  const dot = dots.get(selected);
  if (!bond && !dot) return null;
  return (
    <section class="card" aria-live="polite">
      <button type="button" class="close" aria-label={props.app.t("network.close")} title={`${props.app.t("network.close")} (Esc)`} onClick={() => props.select(null)}>×</button>
      {bond ? <OfBond key={bond.id} {...props} bond={bond} /> : <OfNode key={selected} {...props} dot={dot!} />}
    </section>
  );
}

const ROWS = 40;

function OfNode({ app, dots, shown, dot, select, more, centre }: Props & { dot: Dot }) {
  const [whole, setWhole] = useState(false);
  const bonds = [...shown.bonds.values()].filter((b) => b.a === dot.id || b.b === dot.id);
  const weight = (b: Bond) => b.met || b.ties.length;
  bonds.sort((p, q) => weight(q) - weight(p) || (p.id < q.id ? -1 : 1));
  const left = whole ? [] : bonds.slice(ROWS);
  return (
    <>
      <h2><Name of={dot} app={app} /></h2>
      <p class="faint">{app.t(`label.${dot.label}`)}{dot.organ && <> · <bdi>{dot.organ}</bdi></>} · {fill(app.t("network.tie.n"), { n: bonds.length })}</p>
      <p class="buttons">
        <a class="button" href={app.link(viewOf(dot.label), { id: dot.id })}>{app.t("network.open")}</a>
        <button type="button" onClick={() => more(dot.id)} title="M">{app.t("network.more")}</button>
        <button type="button" onClick={() => centre(dot.id)}>{app.t("network.centre")}</button>
      </p>
      <ul class="ties">
        {(whole ? bonds : bonds.slice(0, ROWS)).map((b) => {
          const other = dots.get(b.a === dot.id ? b.b : b.a)!;
          return (
            <li key={b.id}>
              <button type="button" class="bond" onClick={() => select(b.id)}>
                <bdi class={`name ${other.label}`}>{other.name}</bdi>{" "}
                <small>{b.met ? fill(app.t("network.met.n"), { n: b.met }) : [...new Set(b.ties.map((t) => typeName(app, t.type)))].join(app.t("comma"))}</small>
              </button>
              {b.ties.length === 1 && b.type !== "MET" && <Proof app={app} edge={b.ties[0]!.id} />}
            </li>
          );
        })}
      </ul>
      {left.length > 0 && <button type="button" class="rest" onClick={() => setWhole(true)}>{fill(app.t("network.rows"), { n: left.length })}</button>}
    </>
  );
}

function OfBond(props: Props & { bond: Bond }) {
  const { app, dots, bond } = props;
  const [a, b] = [dots.get(bond.a)!, dots.get(bond.b)!];
  const ties = bond.ties.filter((t) => t.type !== "MET");
  return (
    <>
      <h2><Name of={a} app={app} /> <span class="faint">—</span> <Name of={b} app={app} /></h2>
      {ties.map((t) => <OfTie key={t.id} app={app} tie={t} from={dots.get(t.source)!} to={dots.get(t.target)!} />)}
      {bond.type === "MET" && <Met app={app} a={a} b={b} met={bond.met} period={{ ...props.papers, ...props.period }} />}
    </>
  );
}

function OfTie({ app, tie, from, to }: { app: App; tie: Tie; from: Brief; to: Brief }) {
  const days = [...new Set(tie.days)];
  return (
    <p class="one">
      <bdi>{from.name}</bdi> <b>{typeName(app, tie.type)}</b> → <bdi>{to.name}</bdi>
      {days.length > 0 && <small> {days.length > 2 ? `${days[0]}…${days.at(-1)}` : days.join("…")}</small>} <Proof app={app} edge={tie.id} />
    </p>
  );
}

function Met({ app, a, b, met, period }: { app: App; a: Brief; b: Brief; met: number; period: Scope }) {
  const answer = useAnswer(() => gatherings(app.feed, a.id, b.id, period), [a.id, b.id, period.since, period.until, period.area, period.publisher]);
  return (
    <Awaited answer={answer} app={app}>
      {(rows) => (
        <>
          <p class="faint">{fill(app.t("network.met.in"), { n: met })} {rows.length > met && app.t("network.met.tour")}</p>
          <ol class="gatherings">
            {rows.map((row) => (
              <li key={row.a.edge}>
                <When event={row.a.event} app={app} /> <Name of={row.a.event} app={app} />
                <Came app={app} part={row.a} />
                <Came app={app} part={row.b} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Awaited>
  );
}

function Came({ app, part }: { app: App; part: Part }) {
  const roles = values(app, part.roles);
  return (
    <div class="came">
      <bdi>{part.person.name}</bdi> <small><bdi>{[...part.titles, roles].filter(Boolean).join(" · ")}</bdi></small>{" "}
      <Proof app={app} edge={part.edge} label={fill(app.t("network.proof.of"), { name: part.person.name })} />
    </div>
  );
}

export function Proof({ app, edge, label }: { app: App; edge: string; label?: string }) {
  return <button type="button" class="proof" aria-label={label} title={app.t("proof")} onClick={() => app.prove(edge)}>{app.t("network.proof")}</button>;
}
