/** A text whose characters are code points, as offsets count them. */
export class Points {
  readonly length: number;
  private readonly chars: string[] | null;

  constructor(readonly text: string) {
    // Most texts have no character past U+FFFF: code units are code points, and slices cost nothing.
    this.chars = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
    this.length = this.chars?.length ?? text.length;
  }

  slice(start: number, end: number = this.length): string {
    return this.chars ? this.chars.slice(start, end).join("") : this.text.slice(start, end);
  }

  at(index: number): string {
    return this.chars ? (this.chars[index] ?? "") : this.text.charAt(index);
  }

  /** The last line end before `end`, or -1. */
  lineEndBefore(end: number): number {
    let at = end - 1;
    while (at >= 0 && this.at(at) !== "\n") at--;
    return at;
  }

  /** The first line end from `start`, or the length. */
  lineEndFrom(start: number): number {
    let at = start;
    while (at < this.length && this.at(at) !== "\n") at++;
    return at;
  }
}

/** Characters on either side of a quote that lines are taken in for, and at most. */
const NEAR = 150;
const FAR = 1000;

/** What a sentence ends in. */
const STOPS = "。！？!?…；;：:”」』）)";

/**
 * Where the paragraph around a quote begins and ends: its own lines, and as many more as give some context. An empty line ends it, unless the
 * text before it stops in the middle of a sentence: then it is damage (kg/view/texts.py).
 */
export function paragraph(text: Points, start: number, end: number): [number, number] {
  const blank = (a: number, b: number) => !text.slice(a, b).trim();
  const lastBefore = (at: number) => {
    while (at > 0 && !text.at(at - 1).trim()) at--;
    return at;
  };
  const stops = (at: number) => at === 0 || STOPS.includes(text.at(at - 1));
  let first = text.lineEndBefore(start) + 1;
  while (first > 0 && start - first < NEAR) {
    let before = text.lineEndBefore(first - 1) + 1;
    if (blank(before, first - 1)) {
      const above = lastBefore(before);
      if (stops(above)) break;
      before = text.lineEndBefore(above) + 1;
    }
    first = before;
  }
  let until = text.lineEndFrom(end);
  while (until < text.length && until - end < NEAR) {
    let further = text.lineEndFrom(until + 1);
    if (blank(until + 1, further)) {
      let below = further;
      while (below < text.length && !text.at(below).trim()) below++;
      if (stops(lastBefore(until)) || below === text.length) break;
      further = text.lineEndFrom(below);
    }
    until = further;
  }
  return [Math.max(first, start - FAR), Math.min(until, end + FAR)];
}
