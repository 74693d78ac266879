import type { Change, Contradiction, Edge, Known, Meta, Node, Standing } from "./protocol";

/**
 * What a mailed page carries: JSON, gzipped, base64 in `<script type="application/gzip" id="packed">`, written by kg/view/packing.py.
 * What takes the project's own reasoning (how a bound is known, contradictions, places in the picture, communities) is worked out there; what is
 * counting and sorting is done by `FileFeed`.
 */
export interface Packed {
  meta: Meta;
  nodes: Node[];
  edges: (Edge & { support: string[] })[];
  /**
   * `article` is the id of the Article node. The quote is the slice of the document's text, or `quote` where that is not at hand. `of`: schema,
   * source and target as `kg reject` writes them, for those whose rejection takes roles along.
   */
  statements: { of?: [string, string, string]; id: string; doc: string; article: string | null; start: number; end: number; rule: string; confidence: number; basis: string; quote?: string; days?: [string | null, string | null] }[];
  /** Text as read, by document; a document whose text is not at hand is missing. */
  texts: Record<string, string>;
  /** Article → where it stands in the text of its document. */
  spans: Record<string, [number, number]>;
  /** HOLDS edge → how its four bounds are known: startEarliest, startLatest, endEarliest, endLatest. */
  known: Record<string, [Known, Known, Known, Known]>;
  /** All, the newest first. */
  changes: Change[];
  contradictions: Contradiction[];
  /** Issues and articles by day of publication and paper; of a part those of the whole build. */
  coverage: { day: string; area: string; publisher: string; issues: number; articles: number }[];
  /** Node → x, y in the picture of everything. */
  places: Record<string, [number, number]>;
  /** Person → community among those who meet; the largest is 0. */
  communities: Record<string, number>;
  /** Node → name of its organ, for the colours of the picture. */
  organs: Record<string, string>;
  /** Node → what tells namesakes apart. */
  details: Record<string, string>;
  /** Person → how the office of `details` was held. */
  standings: Record<string, Standing>;
  /** Verdicts that stood when the page was written. */
  verdicts: import("./protocol").Verdict[];
}
