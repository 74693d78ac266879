import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Feed, Hit, NameHit, Page } from "../protocol";
import type { App, Place } from "../view";
import { Stands } from "./scope";
import { titleOf, viewOf } from "./told";

interface Line {
  key: string;
  place: Place;
  hit: Hit;
}

/** What is found while one types: names first, then quotes and articles; the whole list is a page of its own. */
export function Searchbox({ app, place }: { app: App; place: Place }) {
  const [q, setQ] = useState(place.view === "search" ? (place.params.q ?? "") : "");
  const [lines, setLines] = useState<Line[] | null>(null);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(0);

  useLayoutEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.select();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);

  useEffect(() => {
    const mine = ++latest.current;
    setAt(-1);
    if (!q.trim()) return setLines(null);
    const timer = setTimeout(() => {
      glance(app.feed, q.trim()).then((found) => mine === latest.current && setLines(found), () => mine === latest.current && setLines([]));
    }, 120);
    return () => clearTimeout(timer);
  }, [q, app.feed]);

  const [open, setOpen] = useState(false);
  const go = (to: Place) => {
    setOpen(false);
    input.current?.blur();
    app.go(to);
  };
  const whole: Place = { view: "search", params: { q: q.trim() } };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = lines?.length ?? 0;
    if (event.key === "ArrowDown") setAt(Math.min(count - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(-1, at - 1));
    else if (event.key === "Escape") {
      if (open) event.stopPropagation();
      setOpen(false);
      return;
    } else if (event.key === "Enter") {
      const line = at >= 0 ? lines?.[at] : undefined;
      if (q.trim()) go(line ? line.place : whole);
    } else return;
    event.preventDefault();
  };
  const showing = open && lines !== null;
  return (
    <div class="searchbox" role="search" onFocusOut={(e) => !(e.currentTarget as HTMLElement).contains(e.relatedTarget as Node | null) && setOpen(false)}>
      <input
        ref={input} id="search" type="search" value={q} autocomplete="off" spellcheck={false} placeholder={app.t("search")}
        role="combobox" aria-expanded={showing} aria-controls="found" aria-label={`${app.t("search.label")} (/)`} aria-activedescendant={at >= 0 ? `found-${at}` : undefined}
        onInput={(e) => { setQ(e.currentTarget.value); setOpen(true); }} onFocus={() => setOpen(true)} onKeyDown={onKeyDown}
      />
      {showing && (
        <div id="found" role="listbox" onMouseDown={(e) => e.preventDefault()}>
          {lines.map((line, n) => (
            <a key={line.key} id={`found-${n}`} role="option" aria-selected={n === at} tabIndex={-1} href={app.link(line.place.view, line.place.params)} onClick={() => setOpen(false)}>
              <Found hit={line.hit} app={app} />
            </a>
          ))}
          {lines.length === 0 ? <p class="empty">{app.t("search.none").replace("{q}", q.trim())}</p> : (
            <a class="whole" tabIndex={-1} href={app.link(whole.view, whole.params)} onClick={() => setOpen(false)}>{app.t("search.all")} ↵</a>
          )}
        </div>
      )}
    </div>
  );
}

export function Found({ hit, app }: { hit: Hit; app: App }) {
  if (hit.kind === "node") {
    return (
      <>
        <span class={`tag ${hit.label}`}>{app.t(`label.${hit.label}`)}</span> <b><bdi>{titleOf(hit)}</bdi></b>
        {hit.by !== "name" && <span class="faint"> {app.t(`by.${hit.by}`)} <bdi>{hit.matched}</bdi></span>}
        {hit.detail && <span class="detail"><bdi>{hit.detail}</bdi> <Stands as={hit.standing} app={app} /></span>}
      </>
    );
  }
  return (
    <>
      <span class="tag Article">{app.t(hit.kind === "quote" ? "search.quotes" : "search.articles")}</span> <Snippet text={hit.snippet} marks={hit.marks} />
      <span class="detail"><bdi>{titleOf(hit.article)}</bdi> {hit.article.published}</span>
    </>
  );
}

/** A text with parts of it marked; marks count code points. */
export function Snippet({ text, marks }: { text: string; marks: [number, number][] }) {
  const chars = [...text];
  const parts = [];
  let from = 0;
  for (const [start, end] of marks) {
    if (start < from) continue;
    parts.push(chars.slice(from, start).join(""), <mark>{chars.slice(start, end).join("")}</mark>);
    from = end;
  }
  return <bdi>{parts}{chars.slice(from).join("")}</bdi>;
}

export function placeOf(hit: Hit): Place {
  if (hit.kind === "node") return { view: viewOf(hit.label), params: { id: hit.id } };
  return { view: "article", params: { id: hit.article.id, at: `${hit.start}-${hit.end}` } };
}

const NAMES = 8;
const TEXTS = 3;

async function glance(feed: Feed, q: string): Promise<Line[]> {
  const [first, ...texts] = await Promise.all([
    feed.search({ q, size: NAMES }), feed.search({ q, kind: "quote", size: TEXTS }), feed.search({ q, kind: "article", size: TEXTS }),
  ] as [Promise<Page<Hit>>, Promise<Page<Hit>>, Promise<Page<Hit>>]);
  const names = first.rows.filter((hit): hit is NameHit => hit.kind === "node");
  return [...names, ...texts.flatMap((t) => t.rows)].map((hit, n) => ({ key: String(n), hit, place: placeOf(hit) }));
}
