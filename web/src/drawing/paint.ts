import look from "../../../kg/exports/assets/look.json";
import type { Dot } from "./sieve";

/** The colours that the page is drawn in, read from its style, so that the picture is of one piece with it in light and in dark. */
export interface Paint {
  dark: boolean;
  paper: string;
  side: string;
  ink: string;
  faint: string;
  line: string;
  accent: string;
}

export function paint(host: Element): Paint {
  const style = getComputedStyle(host);
  const set = document.documentElement.dataset.theme;
  const dark = set === "dark" || (set !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const read = (name: string, light: string, night: string) => style.getPropertyValue(`--${name}`).trim() || (dark ? night : light);
  return {
    dark,
    paper: read("paper", "#fbfbfa", "#14181f"),
    side: read("side", "#ffffff", "#1b212b"),
    ink: read("ink", "#1c2430", "#e6eaf0"),
    faint: read("faint", "#5d6978", "#9aa6b5"),
    line: read("line", "#d9dde3", "#343d4b"),
    accent: read("accent", "#9b1c1c", "#ff8a80"),
  };
}

/** Called when the page turns light or dark; the answer ends it. */
export function onTheme(act: () => void): () => void {
  const media = matchMedia("(prefers-color-scheme: dark)");
  const watch = new MutationObserver(act);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  media.addEventListener("change", act);
  return () => {
    watch.disconnect();
    media.removeEventListener("change", act);
  };
}

type Spec = { light: string | string[]; dark: string | string[]; dashes?: boolean; hidden?: boolean };
const labels = look.labels as Record<string, Spec>;
const edges = look.edges as Record<string, Spec>;

export const LABELS = Object.keys(labels);
export const TYPES = ["MET", ...Object.keys(edges)];

/** The border of a label's box in graph.html: strong enough for a disc without one. */
export function labelColour(label: string, dark: boolean): string {
  return labels[label]?.[dark ? "dark" : "light"][1] ?? "#888888";
}

export function typeColour(type: string, dark: boolean): string {
  const found = edges[type]?.[dark ? "dark" : "light"];
  return typeof found === "string" ? found : dark ? "#7f8a99" : "#8d98a6";
}

/** A colour laid thinly on paper: opaque, for sigma blends transparent ones as if they were lit from behind. */
export function mix(colour: string, paper: string, share: number): string {
  const [a, b] = [channels(colour), channels(paper)];
  if (!a || !b) return colour;
  return `#${a.map((v, i) => Math.round(v * share + b[i]! * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): number[] | null {
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(colour)?.[1];
  if (!hex) return null;
  return hex.length === 3 ? [...hex].map((c) => parseInt(c + c, 16)) : [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

/** Ten colours that can be told apart by most eyes (Tableau 10), the last for all that is left. */
const TEN = ["#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#b07aa1", "#76b7b2", "#c9a227", "#ff7c98", "#9c755f", "#3b8ea5"];
const REST = "#9aa0a8";

export type Colouring = "label" | "organ" | "community";

/** One entry of the legend of colours. */
export interface Shade {
  key: string;
  colour: string;
  count: number;
  /** The most tied of a community, which has no name of its own. */
  leaders: string[];
}

/** The colour of every node and what the colours mean: the ten largest groups have one of their own. */
export function shades(nodes: readonly Dot[], by: Colouring, dark: boolean): { of: Map<string, string>; legend: Shade[] } {
  const group = (n: Dot) => (by === "label" ? n.label : by === "organ" ? (n.organ ?? "") : n.community === null ? "" : String(n.community));
  const count = new Map<string, number>();
  for (const n of nodes) count.set(group(n), (count.get(group(n)) ?? 0) + 1);
  const keys = [...count.keys()].filter((k) => k !== "");
  if (by === "label") keys.sort((a, b) => LABELS.indexOf(a) - LABELS.indexOf(b));
  else if (by === "community") keys.sort((a, b) => Number(a) - Number(b));
  else keys.sort((a, b) => count.get(b)! - count.get(a)! || (a < b ? -1 : 1));
  const own = by === "label" ? keys : keys.slice(0, TEN.length);
  const colour = new Map(own.map((k, i) => [k, by === "label" ? labelColour(k, dark) : TEN[i]!]));
  const leaders = new Map<string, Dot[]>(by === "community" ? own.map((k) => [k, []]) : []);
  for (const n of nodes) leaders.get(group(n))?.push(n);
  const names = (k: string) => (leaders.get(k) ?? []).sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1)).slice(0, 2).map((n) => n.name);
  const legend: Shade[] = own.map((key) => ({ key, colour: colour.get(key)!, count: count.get(key)!, leaders: names(key) }));
  const left = nodes.length - legend.reduce((sum, s) => sum + s.count, 0);
  if (left) legend.push({ key: "", colour: REST, count: left, leaders: [] });
  return { of: new Map(nodes.map((n) => [n.id, colour.get(group(n)) ?? REST])), legend };
}

/** The text with marks that steer the direction of writing taken out: on a canvas nothing isolates them. */
export function plain(text: string, most = 16): string {
  const cleaned = text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, "");
  const letters = [...cleaned];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : cleaned;
}
