import type { Paint, Shade } from "./paint";
import { plain } from "./paint";

/** What is on screen in pixels, y downward: one description from which the SVG and the PNG are drawn. */
export interface Scene {
  width: number;
  height: number;
  lines: { x1: number; y1: number; x2: number; y2: number; colour: string; width: number; dashed: boolean }[];
  discs: { x: number; y: number; r: number; colour: string; name: string }[];
  names: Name[];
  /** Title, period, how much of the whole: stands under the picture. */
  notes: string[];
  legend: Shade[];
  paint: Paint;
}

export interface Name {
  x: number;
  y: number;
  text: string;
  bold: boolean;
}

export const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif';
export const LETTER = 13;
const FOOT = 18; // height of a line under the picture

/** Width of a text in pixels, near enough to keep names apart. */
export function breadth(text: string): number {
  let sum = 0;
  for (const c of text) sum += c.codePointAt(0)! > 255 ? LETTER : LETTER * 0.58;
  return sum;
}

type Box = [left: number, top: number, right: number, bottom: number];

/** Boxes already taken, by cells of a grid. */
class Taken {
  private readonly cells = new Map<number, Box[]>();

  private *at([left, top, right, bottom]: Box): Generator<number> {
    for (let i = Math.floor(left / 64); i <= Math.floor(right / 64); i++) for (let j = Math.floor(top / 64); j <= Math.floor(bottom / 64); j++) yield i * 4096 + j;
  }

  free(box: Box): boolean {
    for (const c of this.at(box)) if (this.cells.get(c)?.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) return false;
    return true;
  }

  take(box: Box): void {
    for (const c of this.at(box)) {
      const found = this.cells.get(c);
      if (found) found.push(box);
      else this.cells.set(c, [box]);
    }
  }
}

/** Discs that names keep clear of, at most: the larger ones. The names of the first may lie over them. */
const OBSTACLES = 400;
const FIRST = 40;

/** Names that fit, the more important first, beside, under or over their discs, no two over one another. */
export function settle(all: readonly { x: number; y: number; r: number; name: string; must: boolean }[], width: number, height: number, most: number): Name[] {
  const near = all.filter(({ x, y }) => x > -40 && y > -20 && x < width + 40 && y < height + 20);
  // What must be named takes its place first, so that nothing else lies under it.
  const seen = [...near.filter((d) => d.must), ...near.filter((d) => !d.must)];
  const taken = new Taken();
  const discs = new Taken();
  for (const { x, y, r } of seen.slice(0, OBSTACLES)) discs.take([x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]);
  const names: Name[] = [];
  for (const [rank, { x, y, r, name, must }] of seen.entries()) {
    if (names.length >= most) break;
    const text = plain(name);
    if (!text) continue;
    const wide = breadth(text);
    const half = LETTER * 0.62;
    const sides: [number, number][] = [[x + r + 3, y], [x - r - 3 - wide, y], [x - wide / 2, y + r + half + 2], [x - wide / 2, y - r - half - 2]];
    const box = ([left, middle]: [number, number]): Box => [left - 1, middle - half, left + wide + 2, middle + half];
    const inside = (b: Box) => b[0] >= 0 && b[2] <= width;
    const fits = sides.filter((s) => inside(box(s)) && taken.free(box(s)));
    const side = fits.find((s) => discs.free(box(s))) ?? (rank < FIRST ? fits[0] : undefined) ?? (must && names.length === 0 ? (sides.find((s) => inside(box(s))) ?? sides[0]) : undefined);
    if (!side) continue;
    taken.take(box(side));
    names.push({ x: side[0], y: side[1], text, bold: must });
  }
  return names;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Text for XML: what would be markup is written out, and what XML cannot hold is left out. */
export function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "")
    .replace(/[&<>"']/g, (c) => ENTITIES[c]!);
}

function rows(scene: Scene): { legend: { x: number; y: number; shade: Shade }[]; notes: { y: number; text: string }[]; height: number } {
  const legend: { x: number; y: number; shade: Shade }[] = [];
  let x = 12;
  let y = scene.height + 16;
  for (const shade of scene.legend) {
    const wide = 20 + breadth(shade.key) + 14;
    if (x > 12 && x + wide > scene.width - 12) {
      x = 12;
      y += FOOT;
    }
    legend.push({ x, y, shade });
    x += wide;
  }
  const notes = scene.notes.map((text, i) => ({ y: y + FOOT * (i + (legend.length ? 1 : 0)), text }));
  return { legend, notes, height: y + FOOT * (scene.notes.length + 0.6) };
}

/** The picture as SVG: every name is a text node. */
export function toSvg(scene: Scene): string {
  const { paint } = scene;
  const foot = rows(scene);
  const n = (v: number) => String(Math.round(v * 10) / 10);
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(scene.width)} ${n(foot.height)}" width="${n(scene.width)}" height="${n(foot.height)}" font-family="${escape(FONT)}" font-size="${LETTER}">`,
    `<rect width="100%" height="100%" fill="${escape(paint.paper)}"/>`,
    `<clipPath id="frame"><rect width="${n(scene.width)}" height="${n(scene.height)}"/></clipPath><g clip-path="url(#frame)"><g fill="none">`,
    ...scene.lines.map(
      (l) => `<path d="M${n(l.x1)} ${n(l.y1)}L${n(l.x2)} ${n(l.y2)}" stroke="${escape(l.colour)}" stroke-width="${n(l.width)}"${l.dashed ? ' stroke-dasharray="5 4"' : ""}/>`,
    ),
    "</g>",
    ...scene.discs.map((d) => `<circle cx="${n(d.x)}" cy="${n(d.y)}" r="${n(d.r)}" fill="${escape(d.colour)}" stroke="${escape(paint.paper)}"><title>${escape(d.name)}</title></circle>`),
    `<g dominant-baseline="central" paint-order="stroke" stroke="${escape(paint.paper)}" stroke-width="3" stroke-linejoin="round" fill="${escape(paint.ink)}">`,
    ...scene.names.map((t) => `<text x="${n(t.x)}" y="${n(t.y)}"${t.bold ? ' font-weight="700"' : ""}>${escape(t.text)}</text>`),
    "</g></g>",
    `<path d="M0 ${n(scene.height)}H${n(scene.width)}" stroke="${escape(paint.line)}"/><g dominant-baseline="central" fill="${escape(paint.ink)}" font-size="12">`,
    ...foot.legend.map(({ x, y, shade }) => `<circle cx="${n(x + 5)}" cy="${n(y)}" r="5" fill="${escape(shade.colour)}"/><text x="${n(x + 14)}" y="${n(y)}">${escape(shade.key)}</text>`),
    ...foot.notes.map(({ y, text }) => `<text x="12" y="${n(y)}" fill="${escape(paint.faint)}">${escape(text)}</text>`),
    "</g></svg>",
  ];
  return out.join("\n");
}

/** The same picture on a canvas of twice the size, as PNG. */
export function toPng(scene: Scene, scale = 2): Promise<Blob> {
  const foot = rows(scene);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(scene.width * scale);
  canvas.height = Math.ceil(foot.height * scale);
  const pen = canvas.getContext("2d")!;
  pen.scale(scale, scale);
  const { paint } = scene;
  pen.fillStyle = paint.paper;
  pen.fillRect(0, 0, scene.width, foot.height);
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, scene.width, scene.height);
  pen.clip();
  for (const l of scene.lines) stroke(pen, l);
  for (const d of scene.discs) disc(pen, d.x, d.y, d.r, d.colour, paint.paper);
  for (const t of scene.names) write(pen, t, paint);
  pen.restore();
  pen.font = `12px ${FONT}`;
  pen.textBaseline = "middle";
  for (const { x, y, shade } of foot.legend) {
    disc(pen, x + 5, y, 5, shade.colour, paint.paper);
    pen.fillStyle = paint.ink;
    pen.fillText(shade.key, x + 14, y);
  }
  pen.fillStyle = paint.faint;
  for (const { y, text } of foot.notes) pen.fillText(text, 12, y);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("PNG"))), "image/png"));
}

function stroke(pen: CanvasRenderingContext2D, l: Scene["lines"][number]): void {
  pen.strokeStyle = l.colour;
  pen.lineWidth = l.width;
  pen.setLineDash(l.dashed ? [5, 4] : []);
  pen.beginPath();
  pen.moveTo(l.x1, l.y1);
  pen.lineTo(l.x2, l.y2);
  pen.stroke();
}

function disc(pen: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string, rim: string): void {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  pen.setLineDash([]);
  pen.lineWidth = 1;
  pen.strokeStyle = rim;
  pen.stroke();
}

/** A name with a rim of the paper's colour, so that lines under it do not strike it through. */
export function write(pen: CanvasRenderingContext2D, name: Name, paint: Paint): void {
  pen.font = `${name.bold ? "700 " : ""}${LETTER}px ${FONT}`;
  pen.textBaseline = "middle";
  pen.direction = "ltr";
  pen.lineJoin = "round";
  pen.setLineDash([]);
  pen.lineWidth = 3;
  pen.strokeStyle = paint.paper;
  pen.strokeText(name.text, name.x, name.y);
  pen.fillStyle = paint.ink;
  pen.fillText(name.text, name.x, name.y);
}

/** Lines and discs lit up over a picture that is veiled for it. */
export function glow(
  pen: CanvasRenderingContext2D, paint: Paint, width: number, height: number,
  lines: Scene["lines"], discs: (Scene["discs"][number] & { must: boolean })[], most: number,
): void {
  pen.globalAlpha = 0.72;
  pen.fillStyle = paint.paper;
  pen.fillRect(0, 0, width, height);
  pen.globalAlpha = 1;
  for (const line of lines) stroke(pen, line);
  for (const d of discs) disc(pen, d.x, d.y, d.r, d.colour, d.must ? paint.ink : paint.paper);
  for (const name of settle(discs, width, height, most)) write(pen, name, paint);
}
