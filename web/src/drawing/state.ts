import { useEffect, useRef, useState } from "preact/hooks";
import type { NetworkAnswer, NetworkQuery, Papers } from "../protocol";
import type { App, Place } from "../view";
import { LABELS, TYPES, type Colouring } from "./paint";
import type { Sieve } from "./sieve";
import { grow } from "./sieve";

/** Parts of a list in the hash are joined by a character that no id holds. */
const COMMA = "\u001f";
const LIMITS = [100, 300, 1000, 3000, 10000];
/** Ties that need not be seen at first: they join nearly everything. */
const OFF = ["Article", "Area"];

/** What the hash says of the network. */
export interface Wanted {
  center: string | undefined;
  kind: NetworkQuery["kind"];
  limit: number;
  /** Steps around the centre, 1 or 2. */
  steps: number;
  /** A period by which the nodes themselves are chosen. */
  from: string | undefined;
  to: string | undefined;
  more: string[];
  colour: Colouring;
  selected: string | null;
  table: boolean;
  sieve: Sieve;
  papers: Papers;
}

export type Params = Record<string, string | null>;
export const join = (parts: Iterable<string>): string | null => [...parts].join(COMMA) || null;
const split = (text: string | undefined) => (text ? text.split(COMMA).filter(Boolean) : []);
const whole = (text: string | undefined, least: number) => Math.max(least, Math.floor(Number(text)) || least);

/** A day, month or year as a link may have it; anything else says nothing. */
function dated(text: string | undefined): string | undefined {
  return text && /^\d{4}(-\d\d(-\d\d)?)?$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** The last day of a day, month or year. */
function ending(day: string | undefined): string | undefined {
  if (!day || day.length >= 10) return day;
  const [year, month] = [Number(day.slice(0, 4)), day.length >= 7 ? Number(day.slice(5, 7)) : 12];
  const end = new Date(Date.UTC(year, month, 0));
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString().slice(0, 10);
}

export function wanted(params: Record<string, string | undefined>): Wanted {
  const center = params.center || undefined;
  const kind = params.kind === "ties" || params.kind === "meetings" ? params.kind : center ? "ties" : "meetings";
  const limit = LIMITS.includes(Number(params.limit)) ? Number(params.limit) : 300;
  const colour = params.colour === "organ" || params.colour === "community" || params.colour === "label" ? params.colour : kind === "meetings" ? "community" : "label";
  const more = split(params.more);
  const known = new Set([...LABELS, ...TYPES]);
  const off = new Set(params.off === undefined ? OFF : split(params.off).filter((k) => known.has(k)));
  const keep = new Set([...(center ? [center] : []), ...more]);
  return {
    center, kind, limit, colour, more, steps: params.steps === "2" ? 2 : 1, from: dated(params.from), to: dated(params.to), selected: params.sel || null, table: params.as === "table",
    papers: { ...(params.area && { area: params.area }), ...(params.publisher && { publisher: params.publisher }) },
    sieve: { since: dated(params.since), until: ending(dated(params.until)), least: whole(params.least, 1), degree: whole(params.degree, 0), off, keep },
  };
}

export { LIMITS };

/** Parameters that follow the hand at once and the hash a moment later: Safari refuses a hundred changes of history in half a minute. */
export function useParams(place: Place, app: App): [Record<string, string | undefined>, (change: Params, settled?: boolean) => void] {
  const [ahead, setAhead] = useState<Params>({});
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const latest = useRef<Params>({});
  const flush = () => {
    clearTimeout(timer.current);
    const params = latest.current;
    latest.current = {};
    if (Object.keys(params).length) app.go({ params }, true);
    setAhead({});
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (params: Params, settled = true) => {
    latest.current = { ...latest.current, ...params };
    setAhead(latest.current);
    clearTimeout(timer.current);
    if (settled) flush();
    else timer.current = setTimeout(flush, 250);
  };
  const now: Record<string, string | undefined> = { ...place.params };
  for (const [key, value] of Object.entries(ahead)) now[key] = value ?? undefined;
  return [now, change];
}

/** Everything that was asked for: the first answer and the steps added to it. Nodes of the first keep their places. */
export async function gather(app: App, want: Pick<Wanted, "center" | "kind" | "limit" | "steps" | "from" | "to" | "more" | "papers">): Promise<NetworkAnswer> {
  const { center, kind, limit, from, to } = want;
  const period = { ...want.papers, ...(from && { since: from }), ...(to && { until: to }) };
  const one = kind === "ties" ? { steps: 1 as const } : {};
  let answer = await app.feed.network({ kind, limit, ...(center && { center, ...(want.steps === 1 && one) }), ...period });
  for (const node of want.more) answer = grow(answer, node, await app.feed.network({ kind, center: node, limit: 100, ...one, ...period }));
  return answer;
}
