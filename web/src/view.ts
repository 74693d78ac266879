import type { FunctionComponent } from "preact";
import type { Feed, Meta, Verdict } from "./protocol";

/** Where one is: kept in the URL's hash (`#/person?id=Person%3A敖煜新…&since=2026-04`), so that every view can be linked. */
export interface Place {
  view: string;
  params: Record<string, string>;
}

/** A table that can be taken home as CSV: the columns of the query in kg/queries of the same meaning. */
export interface Table {
  name: string;
  columns: string[];
  /** Reads every page. */
  rows(): Promise<unknown[][]>;
}

/** What the shell offers to a view. */
export interface App {
  feed: Feed;
  meta: Meta;
  /** Words in the language chosen: `t("holders")`. Unknown keys come back as they are. */
  t(key: string): string;
  language: "zh" | "en";
  /** Go to a place; `replace` for what is no step of its own (a slider). */
  go(place: { view?: string; params?: Record<string, string | null> }, replace?: boolean): void;
  /** The link of a place, for an `<a href>`. */
  link(view: string, params?: Record<string, string>): string;
  /** Show the proofs of an edge in the evidence pane. */
  prove(edge: string, day?: string): void;
  /** Verdicts given so far, and giving one. */
  verdicts: Verdict[];
  judge(verdict: Verdict): Promise<void>;
  /** Take one back. */
  undo(verdict: Verdict): Promise<void>;
  /** What the export menu offers while the view is on screen; null takes it back. */
  offer(what: { tables?: Table[]; picture?: { png(): Promise<Blob>; svg(): Promise<string> } } | null): void;
}

/** A view is a component that gets its place and the app; it is mounted anew when `view` changes, not when params do. */
export type View = FunctionComponent<{ place: Place; app: App }>;
