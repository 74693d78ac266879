import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Card } from "../drawing/card";
import { Legend, shadeName } from "../drawing/legend";
import { Listing, tables } from "../drawing/listing";
import { onTheme, paint, shades } from "../drawing/paint";
import { able, Picture } from "../drawing/picture";
import { toPng, toSvg } from "../drawing/scene";
import { sift } from "../drawing/sieve";
import { daysOf, Slider } from "../drawing/slider";
import { gather, join, LIMITS, useParams, wanted } from "../drawing/state";
import { useAnswer } from "../parts/answer";
import { Awaited, fill, Name, viewOf } from "../parts/told";
import type { NetworkAnswer } from "../protocol";
import type { App, Place } from "../view";
import "../drawing/network.css";

declare global {
  interface Window {
    /** For tests and measurements, while the picture is on screen. */
    kgPicture?: Picture;
  }
}

/** Who is tied to whom, and who met whom: a picture whose filters hide and never move. */
export function Network({ place, app }: { place: Place; app: App }) {
  const [params, change] = useParams(place, app);
  const want = wanted(params);
  const answer = useAnswer(() => gather(app, want), [want.center, want.kind, want.limit, want.steps, want.from, want.to, want.more.join("\n"), want.papers.area, want.papers.publisher]);
  return (
    <Awaited answer={answer} app={app}>
      {(found) => <Drawn app={app} answer={found} params={params} change={change} waiting={answer.waiting} />}
    </Awaited>
  );
}

interface Props {
  app: App;
  answer: NetworkAnswer;
  params: Record<string, string | undefined>;
  change: ReturnType<typeof useParams>[1];
  waiting: boolean;
}

function Drawn({ app, answer, params, change, waiting }: Props) {
  const { t } = app;
  const want = wanted(params);
  const { sieve, selected } = want;
  const [dark, setDark] = useState(() => paint(document.documentElement).dark);
  const webgl = useMemo(able, []);
  useLayoutEffect(() => onTheme(() => setDark(paint(document.documentElement).dark)), []);

  const dots = useMemo(() => new Map(answer.nodes.map((n) => [n.id, n])), [answer]);
  const days = useMemo(() => daysOf(answer.edges), [answer]);
  const off = [...sieve.off].join();
  const shown = useMemo(() => sift(answer, sieve), [answer, sieve.since, sieve.until, sieve.least, sieve.degree, off]);
  const colours = useMemo(() => shades(answer.nodes, want.colour, dark), [answer, want.colour, dark]);
  const center = want.center === undefined ? undefined : dots.get(want.center);
  const most = useMemo(() => answer.edges.reduce((m, e) => (e.type === "MET" ? Math.max(m, e.days.length, Math.round(e.weight)) : m), 1), [answer]);

  const select = (id: string | null) => change({ sel: id });
  const more = (id: string) => want.more.includes(id) || change({ more: join([...want.more, id]), sel: id });
  const open = (id: string) => app.go({ view: viewOf(dots.get(id)!.label), params: { id } });
  const centre = (id: string) => app.go({ view: "network", params: { center: id, ...(params.since && { since: params.since }), ...(params.until && { until: params.until }) } });
  const toggle = (key: string) => {
    const next = new Set(sieve.off);
    if (!next.delete(key)) next.add(key);
    change({ off: join(next) ?? "none" });
  };

  const host = useRef<HTMLDivElement>(null);
  const picture = useRef<Picture | null>(null);
  const loaded = useRef<{ key: string; answer: NetworkAnswer | null }>({ key: "", answer: null });
  const hands = useRef({ select, more });
  hands.current = { select, more };
  const drawn = webgl && !want.table && answer.nodes.length > 0;
  useEffect(() => {
    if (!drawn) return;
    const made = new Picture(host.current!, {
      node: (id) => hands.current.select(id),
      bond: (id) => hands.current.select(id),
      more: (id) => hands.current.more(id),
      nothing: () => hands.current.select(null),
    });
    picture.current = made;
    loaded.current = { key: "", answer: null };
    window.kgPicture = made;
    return () => {
      picture.current = null;
      delete window.kgPicture;
      made.end();
    };
  }, [drawn]);
  useEffect(() => {
    if (!picture.current) return;
    const key = [want.center, want.kind, want.limit, want.steps, want.from, want.to, want.papers.area, want.papers.publisher].join("\n");
    if (loaded.current.answer !== answer) {
      // A new question is a new picture; a step added to the old one is not.
      picture.current.load(answer, loaded.current.key !== key || !steps(loaded.current.answer, answer));
      loaded.current = { key, answer };
    }
    picture.current.show(shown, colours.of, sieve.keep as Set<string>);
    picture.current.select(selected);
  }, [drawn, answer, shown, colours, selected]);

  const title = center ? fill(t("network.of"), { name: center.name }) : t("network.all");
  const counts = fill(t("network.counts"), { nodes: shown.nodes.size, lines: shown.bonds.size });
  const part = answer.total.nodes > answer.nodes.length ? fill(t("network.part"), { total: answer.total.nodes, nodes: answer.nodes.length }) : "";
  const cut = answer.total.edges > answer.edges.length ? fill(t("network.cut"), { total: answer.total.edges, edges: answer.edges.length }) : "";
  const chosen = want.from || want.to ? fill(t("network.chosen"), { since: want.from ?? "…", until: want.to ?? "…" }) : "";
  useEffect(() => {
    const notes = [
      `${title} · ${t(`network.${want.kind}`)}${sieve.since || sieve.until ? ` · ${sieve.since ?? "…"}–${sieve.until ?? "…"}` : ""}`,
      [counts, part, cut, chosen, fill(t("network.asof"), { dataset: app.meta.dataset, since: app.meta.happened.since ?? "…", until: app.meta.happened.until ?? "…" })].filter(Boolean).join(" "),
    ];
    const legend = colours.legend.map((s) => ({ ...s, key: shadeName(app, want.colour, s) }));
    const scene = () => picture.current!.scene(legend, notes);
    app.offer({ tables: tables(answer, shown, sieve), ...(drawn && { picture: { png: () => toPng(scene()), svg: async () => toSvg(scene()) } }) });
  }, [answer, shown, colours, drawn, app.language]);
  useEffect(() => () => app.offer(null), []);

  const key = (event: KeyboardEvent) => {
    const to = picture.current;
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const node = selected !== null && dots.has(selected) ? selected : null;
    if (arrow) {
      const next = to.beside(node, arrow[0]!, arrow[1]!);
      if (next !== null) {
        select(next);
        to.seek(next);
      }
    } else if (event.key === "Enter" && node !== null) open(node);
    else if (event.key.toLowerCase() === "m" && node !== null) more(node);
    else if (event.key === "+" || event.key === "=") to.zoom(1 / 1.4);
    else if (event.key === "-") to.zoom(1.4);
    else if (event.key === "0") to.fit();
    else if (event.key === "Escape" && selected !== null) select(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const find = (text: string) => {
    const hit = text.trim() && answer.nodes.find((n) => shown.nodes.has(n.id) && n.name === text.trim());
    if (hit) {
      select(hit.id);
      picture.current?.seek(hit.id);
    }
  };

  return (
    <div class={`network${waiting ? " waiting" : ""}`}>
      <div class="panel">
        <h1>{center ? <><Name of={center} app={app} /> <small>{t("network")}</small></> : <>{t("network")} <small>{t("network.all")}</small></>}</h1>
        <div class="switches" role="group" aria-label={t("network.kind")}>
          {(["ties", "meetings"] as const).map((kind) => (
            <button key={kind} type="button" aria-pressed={want.kind === kind} disabled={kind === "meetings" && center !== undefined && center.label !== "Person"}
              onClick={() => change({ kind, sel: null, more: null, off: null, least: null, degree: null, colour: null })}>{t(`network.${kind}`)}</button>
          ))}
          <span class="gap" />
          {webgl && [false, true].map((table) => (
            <button key={String(table)} type="button" aria-pressed={want.table === table} onClick={() => change({ as: table ? "table" : null })}>{t(table ? "network.table" : "network.picture")}</button>
          ))}
        </div>
        <details open={innerWidth > 700}>
          <summary>{t("network.filters")}</summary>
          <Slider app={app} days={days} period={sieve} change={(p, settled) => change({ since: p.since ?? null, until: p.until ?? null }, settled)} />
          {answer.total.nodes > answer.nodes.length && (sieve.since || sieve.until) && (want.from !== sieve.since || want.to !== sieve.until) && (
            <button type="button" class="again" onClick={() => change({ from: sieve.since ?? null, to: sieve.until ?? null })}>{t("network.again")}</button>
          )}
          {chosen && <p class="faint">{chosen} <button type="button" onClick={() => change({ from: null, to: null })}>{t("network.whole")}</button></p>}
          {want.kind === "meetings" && most > 1 && (
            <label class="range">{fill(t("network.least"), { n: sieve.least })}
              <input type="range" class="least" min={1} max={Math.min(most, 50)} value={sieve.least} onInput={(e) => change({ least: e.currentTarget.value === "1" ? null : e.currentTarget.value }, false)} />
            </label>
          )}
          <label class="range">{fill(t("network.degree"), { n: sieve.degree })}
            <input type="range" class="degree" min={0} max={20} value={sieve.degree} onInput={(e) => change({ degree: e.currentTarget.value === "0" ? null : e.currentTarget.value }, false)} />
          </label>
          {want.kind === "ties" && center && (
            <label class="pick">{t("network.steps")}
              <select class="steps" value={want.steps} onChange={(e) => change({ steps: e.currentTarget.value === "1" ? null : e.currentTarget.value })}>
                {[1, 2].map((n) => <option key={n} value={n}>{n}</option>)}
              </select>
            </label>
          )}
          <label class="pick">{t("network.colour")}
            <select class="colour" value={want.colour} onChange={(e) => change({ colour: e.currentTarget.value })}>
              {(["label", "organ", "community"] as const).map((c) => <option key={c} value={c}>{t(`network.colour.${c}`)}</option>)}
            </select>
          </label>
          <label class="pick">{t("network.limit")}
            <select class="limit" value={want.limit} onChange={(e) => change({ limit: e.currentTarget.value })}>
              {LIMITS.map((n) => <option key={n} value={n}>{n}</option>)}
            </select>
          </label>
          <Legend app={app} answer={answer} off={sieve.off} dark={dark} colour={want.colour} shades={colours.legend} toggle={toggle} />
        </details>
        <p class="counts" role="status">{counts} {part} {cut}</p>
      </div>
      <div class="stage">
        {answer.nodes.length === 0 ? <p class="empty">{t(want.kind === "meetings" ? "network.empty.meetings" : "network.empty")}</p>
          : drawn ? (
            <>
              <div class="tools">
                <input type="search" list="network-names" placeholder={t("network.find")} aria-label={t("network.find")} onInput={(e) => find(e.currentTarget.value)} />
                <datalist id="network-names">{answer.nodes.length <= 1000 && answer.nodes.map((n) => <option key={n.id} value={n.name} />)}</datalist>
                <button type="button" onClick={() => picture.current?.zoom(1 / 1.4)} title={`${t("network.in")} (+)`} aria-label={t("network.in")}>+</button>
                <button type="button" onClick={() => picture.current?.zoom(1.4)} title={`${t("network.out")} (−)`} aria-label={t("network.out")}>−</button>
                <button type="button" onClick={() => picture.current?.fit()} title={`${t("network.fit")} (0)`}>{t("network.fit")}</button>
              </div>
              <div class="canvas" ref={host} tabIndex={0} role="application" aria-label={fill(t("network.aria"), { nodes: shown.nodes.size, lines: shown.bonds.size })} onKeyDown={key} />
              {shown.bonds.size === 0 && <p class="empty over">{t("network.nothing")}</p>}
              <p class="keys">{t("network.keys")}</p>
            </>
          ) : (
            <>
              {!webgl && <p class="notice" role="alert">{t("network.webgl")}</p>}
              {shown.bonds.size === 0 && <p class="empty">{t("network.nothing")}</p>}
              <Listing app={app} answer={answer} shown={shown} period={sieve} select={select} />
            </>
          )}
        {selected !== null && <Card app={app} papers={want.papers} dots={dots} shown={shown} period={sieve} selected={selected} select={select} more={more} centre={centre} />}
      </div>
    </div>
  );
}

/** Whether the second answer is the first with nodes added to it. */
function steps(before: NetworkAnswer | null, after: NetworkAnswer): boolean {
  return before !== null && before.nodes.length <= after.nodes.length && before.nodes.every((n, i) => after.nodes[i]!.id === n.id);
}
