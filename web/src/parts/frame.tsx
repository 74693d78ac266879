import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Offer } from "../shell";
import type { App, Place, Table } from "../view";
import type { Language } from "../words";
import { inLanguage } from "../words-errors";
import { save, toCsv } from "../csv";
import { asTrouble } from "./answer";
import { Searchbox } from "./searchbox";
import type { Theme } from "./theme";
import { fill } from "./told";

interface Props {
  app: App;
  place: Place;
  offered: Offer;
  theme: Theme;
  setTheme: (theme: Theme) => void;
  setLanguage: (language: Language) => void;
  children: ComponentChildren;
}

/** The head of every page: search, the ways to the other views, export, language and colours. */
export function Frame({ app, place, offered, theme, setTheme, setLanguage, children }: Props) {
  const { t } = app;
  return (
    <>
      <a class="skip" href="#view" onClick={(e) => { e.preventDefault(); document.getElementById("view")?.querySelector<HTMLElement>("a, button, input")?.focus(); }}>{t("skip")}</a>
      <header id="head">
        <a class="brand" href={app.link("start")} title={t("title")}>kg</a>
        <Searchbox app={app} place={place} />
        <nav aria-label={t("menu")}>
          {["start", "people", "positions", "network"].map((view) => (
            <a key={view} href={view === "people" ? app.link("list", { label: "Person" }) : app.link(view)} aria-current={place.view === view || (view === "people" && place.view === "list" && place.params.label === "Person") ? "page" : undefined}>{t(`nav.${view}`)}</a>
          ))}
          <a href={app.link("verdicts")} aria-current={place.view === "verdicts" ? "page" : undefined}>{t("judge.list")}{app.verdicts.length > 0 && <sup>{app.verdicts.length}</sup>}</a>
          <Export app={app} place={place} offered={offered} />
          <button type="button" id="language" lang={app.language === "zh" ? "en" : "zh-CN"} onClick={() => setLanguage(app.language === "zh" ? "en" : "zh")}>{t("language")}</button>
          <select id="theme" aria-label={t("theme")} value={theme} onChange={(e) => setTheme(e.currentTarget.value as Theme)}>
            {(["auto", "light", "dark"] as const).map((value) => <option key={value} value={value}>{t(`theme.${value}`)}</option>)}
          </select>
        </nav>
      </header>
      {children}
    </>
  );
}

/** Takes home what is on screen. */
function Export({ app, place, offered }: { app: App; place: Place; offered: Offer }) {
  const { t } = app;
  const menu = useRef<HTMLDetailsElement>(null);
  const [trouble, setTrouble] = useState("");
  const stem = `kg-${place.view}-${(place.params.id ?? "").replace(/^\w+:/, "").replace(/@.*$/, "").replace(/[^\p{L}\p{N}]+/gu, "-")}`.replace(/-+$/, "");
  const act = (work: () => void | Promise<void>) => async () => {
    menu.current?.removeAttribute("open");
    setTrouble("");
    try {
      await work();
    } catch (error) {
      setTrouble(inLanguage(asTrouble(error), app.language).what);
    }
  };
  const csv = (table: Table) => act(async () => save(`${stem}-${table.name}.csv`, "text/csv;charset=utf-8", toCsv(table.columns, await table.rows())));
  const { tables = [], picture } = offered ?? {};
  return (
    <details
      ref={menu} id="export"
      onKeyDown={(e) => { if (e.key === "Escape") { e.stopPropagation(); menu.current?.removeAttribute("open"); } }}
      onFocusOut={(e) => !(e.currentTarget as HTMLElement).contains(e.relatedTarget as Node | null) && menu.current?.removeAttribute("open")}
    >
      <summary>{t("export")}</summary>
      <div class="menu">
        {tables.map((table) => (
          <button key={table.name} type="button" data-table={table.name} onClick={csv(table)}>{fill(t("export.csv"), { name: t(`table.${table.name}`) })}</button>
        ))}
        {picture && (
          <>
            <button type="button" data-picture="png" onClick={act(async () => save(`${stem}.png`, "image/png", await picture.png()))}>{t("export.png")}</button>
            <button type="button" data-picture="svg" onClick={act(async () => save(`${stem}.svg`, "image/svg+xml", await picture.svg()))}>{t("export.svg")}</button>
          </>
        )}
        {!tables.length && !picture && <p class="empty">{t("export.nothing")}</p>}
        <button type="button" onClick={act(() => print())}>{t("export.print")}</button>
      </div>
      {trouble && <p class="trouble" role="alert">{trouble}</p>}
    </details>
  );
}
