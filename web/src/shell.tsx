import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Frame } from "./parts/frame";
import { Evidence } from "./parts/evidence";
import { ScopeBar } from "./parts/scope";
import { fill } from "./parts/told";
import { useTheme } from "./parts/theme";
import { keep, recall } from "./parts/settings";
import type { Feed, Meta, Verdict } from "./protocol";
import { VIEWS } from "./registry";
import { format, parse, step } from "./router";
import type { App, Place } from "./view";
import { type Language, translator } from "./words";

export type Offer = Parameters<App["offer"]>[0];

/** Everything around a view: where one is, in which language, what can be taken home, and the evidence pane. */
export function Shell({ feed, meta, given }: { feed: Feed; meta: Meta; given: Verdict[] }) {
  const [place, setPlace] = useState(() => parse(location.hash));
  const [language, setLanguage] = useState<Language>(recall("language") === "en" ? "en" : "zh");
  const [verdicts, setVerdicts] = useState(given);
  const [offered, offer] = useState<Offer>(null);
  const [theme, setTheme] = useTheme();
  const now = useRef(place);
  const opener = useRef<Element | null>(null);

  const settle = useCallback((to: Place) => {
    now.current = to;
    setPlace(to);
  }, []);
  // Before anything is painted: who follows a link at first sight is not to be left where he was.
  useLayoutEffect(() => {
    const moved = () => settle(parse(location.hash));
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    keep("language", language);
  }, [language]);
  useEffect(() => scrollTo(0, 0), [place.view, place.params.id]);

  const app = useMemo<App>(() => {
    const go: App["go"] = (to, replace = false) => {
      const next = step(now.current, to);
      const hash = format(next);
      if (replace) history.replaceState(null, "", hash);
      else if (hash !== format(now.current)) history.pushState(null, "", hash);
      settle(next);
    };
    return {
      feed, meta, language, verdicts, go, offer,
      t: translator(language),
      link: (view, params = {}) => format(step(now.current, { view, params })),
      prove: (edge, day) => {
        opener.current = document.activeElement;
        go({ params: { proof: edge, day: day ?? null } });
      },
      judge: async (verdict) => setVerdicts(await feed.judge(verdict)),
      undo: async (verdict) => setVerdicts(await feed.undo(verdict)),
    };
  }, [feed, meta, language, verdicts]);

  const proof = place.params.proof;
  const close = useCallback(() => {
    app.go({ params: { proof: null, day: null } });
    if (opener.current instanceof HTMLElement || opener.current instanceof SVGElement) opener.current.focus();
  }, [app]);
  useLayoutEffect(() => {
    if (!proof) return;
    const escape = (event: KeyboardEvent) => event.key === "Escape" && close();
    addEventListener("keydown", escape);
    return () => removeEventListener("keydown", escape);
  }, [proof, close]);

  const papers = [meta.part?.area, meta.part?.publisher].filter(Boolean).join(" · ");
  const View = VIEWS[place.view];
  return (
    <Frame app={app} place={place} offered={offered} theme={theme} setTheme={setTheme} setLanguage={setLanguage}>
      <div class={proof ? "body proving" : "body"}>
        <main id="view" class={`view-${place.view}`}>
          {meta.part && <p class="note">{fill(app.t("part"), { nodes: meta.part.nodes, of: meta.part.of })}{papers && ` ${fill(app.t("part.of"), { name: papers })}`}</p>}
          <ScopeBar place={place} app={app} />
          {View ? <View key={place.view} place={place} app={app} /> : (
            <p class="empty">{app.t("unknown view")}: <bdi>{place.view}</bdi>. <a href={app.link("start")}>{app.t("home")}</a></p>
          )}
        </main>
        {proof && <Evidence key={`${proof} ${place.params.day}`} edge={proof} day={place.params.day} app={app} close={close} />}
      </div>
    </Frame>
  );
}
