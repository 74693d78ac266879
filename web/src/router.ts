import type { Place } from "./view";

/** `#/person?id=Person%3A敖煜新&since=2026` ↔ a place. Chinese stays readable in a link; whatever could end a parameter is escaped. */
export function parse(hash: string): Place {
  const [path = "", query = ""] = split(hash.replace(/^#\/?/, ""));
  return { view: path || "start", params: Object.fromEntries(new URLSearchParams(query)) };
}

export function format(place: Place): string {
  const pairs = Object.entries(place.params).filter(([, value]) => value !== "");
  const query = pairs.map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join("&");
  return `#/${place.view === "start" ? "" : place.view}${query && `?${query}`}`;
}

/** What stays from view to view. */
const KEPT = new Set(["area", "publisher"]);

/**
 * The place after a step: without a view the parameters are merged into those that are there (null deletes one), with one they are all there is, beside
 * the papers that pages are restricted to.
 */
export function step(from: Place, to: { view?: string; params?: Record<string, string | null> }): Place {
  const params: Record<string, string> = {};
  for (const [key, value] of Object.entries(from.params)) if (to.view === undefined || KEPT.has(key)) params[key] = value;
  for (const [key, value] of Object.entries(to.params ?? {})) {
    if (value === null) delete params[key];
    else params[key] = value;
  }
  return { view: to.view ?? from.view, params };
}

function split(text: string): [string, string] {
  const at = text.indexOf("?");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function escaped(text: string): string {
  return text.replace(/[\0- "#%&+<=>\\^`{|}\x7f]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}
