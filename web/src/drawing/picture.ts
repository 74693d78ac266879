import Graph from "graphology";
import Sigma from "sigma";
import type { NodeDisplayData } from "sigma/types";
import type { NetworkAnswer } from "../protocol";
import { beside, bondAt, nodeAt } from "./aim";
import type { Paint, Shade } from "./paint";
import { mix, paint as readPaint, typeColour } from "./paint";
import { edgeProgram, nodeProgram, PROGRAMS } from "./programs";
import type { Scene } from "./scene";
import { glow, settle, write } from "./scene";
import type { Bond, Shown } from "./sieve";
import { Sliding } from "./sliding";

/** What the mouse does in the picture. */
export interface Hands {
  node(id: string): void;
  bond(id: string): void;
  more(id: string): void;
  nothing(): void;
}

/** A line wider than this many pixels says no more. */
const WIDEST = 7;
/** Names at most, at rest and while moving; lines at most that the mouse lights up. */
const NAMES = 220;
const NAMES_MOVING = 60;
/** Nodes that are looked at for a name while moving. */
const SCANNED_MOVING = 500;
const LIT = 600;

/** Whether this browser draws with WebGL. */
export function able(): boolean {
  try {
    const canvas = document.createElement("canvas");
    const gl = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
    return gl !== null;
  } catch {
    return false;
  }
}

/**
 * The network on a canvas (sigma.js). A node's place is that of the answer and is never changed; what a sieve hides is hidden.
 * Names, and the neighbours of what is pointed at or selected, are drawn on a layer of their own, so that neither costs a pass over the graph.
 */
export class Picture {
  readonly sigma: Sigma;
  private graph = new Graph({ type: "undirected", multi: false, allowSelfLoops: false });
  private shown: Shown = { nodes: new Set(), bonds: new Map(), degree: new Map(), ties: 0 };
  private colours = new Map<string, string>();
  private look: Paint;
  private order: string[] = [];
  private near = new Map<string, Bond[]>();
  private hovered: string | null = null;
  private hoveredBond: string | null = null;
  private selected: string | null = null;
  private always = new Set<string>();
  private pen: CanvasRenderingContext2D;
  private moving = 0;
  private frame: number | null = null;
  private stopped: ReturnType<typeof setTimeout> | undefined;

  constructor(private host: HTMLElement, hands: Hands) {
    this.look = readPaint(host);
    this.sigma = new Sigma(this.graph, host, {
      allowInvalidContainer: true,
      hideEdgesOnMove: true,
      renderLabels: false,
      zIndex: false,
      minEdgeThickness: 0.6,
      stagePadding: 48,
      minCameraRatio: 0.005,
      maxCameraRatio: 4,
      doubleClickZoomingRatio: 1,
      doubleClickZoomingDuration: 0,
      zoomToSizeRatioFunction: (ratio) => Math.sqrt(Math.max(ratio, 0.05)),
      ...PROGRAMS,
      inertiaRatio: 0,
      inertiaDuration: 1,
      nodeReducer: (id, data) => ({ ...data, type: nodeProgram(this.graph.order), hidden: !this.shown.nodes.has(id), color: this.colours.get(id) ?? "#888888" }) as Partial<NodeDisplayData>,
      edgeReducer: (id) => {
        const bond = this.shown.bonds.get(id);
        const type = edgeProgram(this.graph.size);
        return bond ? { type, color: this.tint(bond), size: thickness(bond) } : { type, hidden: true };
      },
    });
    const create = this.sigma.createCanvas.bind(this.sigma);
    const canvas = create("names", { beforeLayer: "mouse", style: { pointerEvents: "none" } });
    this.pen = canvas.getContext("2d")!;
    // Layers that stay empty would be laid over the picture in every frame all the same.
    const layers = this.sigma.getCanvases();
    for (const name of ["edgeLabels", "labels", "hovers", "hoverNodes"]) layers[name]!.style.display = "none";
    layers.mouse!.style.opacity = "0";
    new Sliding(this.sigma, [layers.edges!, layers.nodes!, canvas]);
    this.sigma.on("afterRender", () => this.draw());
    Object.assign(this.sigma, { getNodeAtPosition: () => null });
    this.sigma.on("clickStage", ({ event }) => {
      const node = nodeAt(this.sigma, this.shown, event.x, event.y);
      const bond = node === null ? bondAt(this.sigma, this.shown, event.x, event.y) : null;
      if (node !== null) hands.node(node);
      else if (bond !== null) hands.bond(bond);
      else hands.nothing();
    });
    this.sigma.on("doubleClickStage", ({ event, preventSigmaDefault }) => {
      preventSigmaDefault();
      const node = nodeAt(this.sigma, this.shown, event.x, event.y);
      if (node !== null) hands.more(node);
    });
    this.sigma.on("moveBody", ({ event }) => {
      if (this.moving > 0) return;
      const node = nodeAt(this.sigma, this.shown, event.x, event.y);
      this.point(node, node === null ? bondAt(this.sigma, this.shown, event.x, event.y) : null);
    });
    host.addEventListener("mouseleave", () => this.point(null, null));
    this.sigma.getCamera().on("updated", () => {
      this.moving = performance.now();
      clearTimeout(this.stopped);
      this.stopped = setTimeout(() => {
        this.moving = 0;
        this.sigma.scheduleRender();
      }, 120);
    });
  }

  /** Puts an answer on the canvas. Nodes already there keep their places. */
  load(answer: NetworkAnswer, fresh: boolean): void {
    const graph = fresh ? new Graph({ type: "undirected", multi: false, allowSelfLoops: false }) : this.graph;
    const many = answer.nodes.length;
    const [least, most] = many > 2000 ? [1.6, 9] : many > 600 ? [2.5, 13] : [4, 17];
    const top = Math.sqrt(answer.nodes.reduce((m, n) => Math.max(m, n.degree), 1));
    for (const n of answer.nodes) {
      if (!graph.hasNode(n.id)) graph.addNode(n.id, { x: n.x, y: n.y, size: least + (most - least) * (Math.sqrt(Math.max(n.degree, 0)) / top), name: n.name, degree: n.degree });
    }
    for (const e of answer.edges) {
      const key = e.source < e.target ? `${e.source}\u001f${e.target}` : `${e.target}\u001f${e.source}`;
      if (e.source !== e.target && !graph.hasEdge(key) && graph.hasNode(e.source) && graph.hasNode(e.target)) graph.addUndirectedEdgeWithKey(key, e.source, e.target);
    }
    this.order = graph.nodes().sort((a, b) => graph.getNodeAttribute(b, "degree") - graph.getNodeAttribute(a, "degree") || (a < b ? -1 : 1));
    if (fresh) {
      this.graph = graph;
      // The frame is settled once, so that what is added later moves nothing.
      const xs = answer.nodes.map((n) => n.x);
      const ys = answer.nodes.map((n) => n.y);
      this.sigma.setCustomBBox(many ? { x: extent(xs), y: extent(ys) } : null);
      this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    }
  }

  /** Shows what passed the sieve, in these colours. */
  show(shown: Shown, colours: Map<string, string>, always: Set<string>): void {
    this.shown = shown;
    this.colours = colours;
    this.always = always;
    this.near.clear();
    for (const bond of shown.bonds.values()) {
      for (const end of [bond.a, bond.b]) {
        const found = this.near.get(end);
        if (found) found.push(bond);
        else this.near.set(end, [bond]);
      }
    }
    if (this.hovered !== null && !shown.nodes.has(this.hovered)) this.hovered = null;
    if (this.hoveredBond !== null && !shown.bonds.has(this.hoveredBond)) this.hoveredBond = null;
    this.repaint();
  }

  select(id: string | null): void {
    this.selected = id;
    this.sigma.scheduleRender();
  }

  fit(): void {
    void this.sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { duration: 200 });
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.getBoundedRatio(camera.getState().ratio * factor) }, { duration: 150 });
  }

  /** Brings a node to the middle if it is not well in view. */
  seek(id: string): void {
    const at = this.at(id);
    const { width, height } = this.sigma.getDimensions();
    if (!at || (at.x > 40 && at.y > 40 && at.x < width - 120 && at.y < height - 40)) return;
    const data = this.sigma.getNodeDisplayData(id)!;
    void this.sigma.getCamera().animate({ x: data.x, y: data.y }, { duration: 200 });
  }

  /** The nearest shown node in a direction from one, or the most tied one: what an arrow key selects. */
  beside(id: string | null, dx: number, dy: number): string | null {
    const from = id === null ? null : this.at(id);
    return from ? beside(this.sigma, this.shown, from, dx, dy) : (this.order.find((n) => this.shown.nodes.has(n)) ?? null);
  }

  /** Where a node stands on screen, in pixels; null for one that is not shown. */
  at(id: string): { x: number; y: number; r: number } | null {
    const data = this.shown.nodes.has(id) ? this.sigma.getNodeDisplayData(id) : undefined;
    if (!data) return null;
    return { ...this.sigma.framedGraphToViewport(data), r: this.sigma.scaleSize(data.size) };
  }

  /** What is on screen, to be drawn as SVG or PNG. */
  scene(legend: Shade[], notes: string[]): Scene {
    const { width, height } = this.sigma.getDimensions();
    const inside = (p: { x: number; y: number }) => p.x > -50 && p.y > -50 && p.x < width + 50 && p.y < height + 50;
    const lines: Scene["lines"] = [];
    for (const bond of this.shown.bonds.values()) {
      const [a, b] = [this.at(bond.a), this.at(bond.b)];
      if (a && b && (inside(a) || inside(b) || crosses(a, b, width, height))) lines.push({ x1: a.x, y1: a.y, x2: b.x, y2: b.y, colour: this.tint(bond), width: Math.max(0.6, 0.55 * this.sigma.scaleSize(thickness(bond))), dashed: false });
    }
    const discs = this.discs().filter(inside);
    return { width, height, lines, discs: discs.map(({ x, y, r, id, name }) => ({ x, y, r, colour: this.colours.get(id) ?? "#888888", name })).reverse(), names: settle(discs, width, height, NAMES), legend, notes, paint: this.look };
  }

  /** Draws all anew with the next frame, in one go: sigma's own way of putting it off leaves places unscaled until then. */
  private repaint(): void {
    this.look = readPaint(this.host);
    if (this.frame !== null) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      if (this.sigma.getGraph() === this.graph) this.sigma.refresh();
      else this.sigma.setGraph(this.graph);
    });
  }

  /** Whether what is to be shown is on the canvas. */
  get settled(): boolean {
    return this.frame === null && this.sigma.getGraph() === this.graph && this.graph.order > 0;
  }

  end(): void {
    clearTimeout(this.stopped);
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.sigma.kill();
  }

  private tint(bond: Bond): string {
    const colour = bond.type === "MET" ? (this.look.dark ? "#8b96a5" : "#7b8794") : typeColour(bond.type, this.look.dark);
    const many = this.shown.bonds.size;
    const faint = many > 4000 ? 0.3 : many > 1500 ? 0.45 : many > 400 ? 0.7 : 1;
    // Who met often stands out of who met once.
    const often = bond.type === "MET" ? 0.5 + 0.5 * Math.min(1, Math.log2(bond.met) / 4) : 1;
    return mix(colour, this.look.paper, Math.min(1, faint * often + (bond.met > 8 ? 0.15 : 0)));
  }

  private *important(): Generator<string> {
    if (this.selected !== null) yield this.selected;
    for (const id of this.always) yield id;
    for (const id of this.order) yield id;
  }

  private discs(most = Infinity): { id: string; x: number; y: number; r: number; name: string; must: boolean }[] {
    const seen = new Set<string>();
    const found: { id: string; x: number; y: number; r: number; name: string; must: boolean }[] = [];
    for (const id of this.important()) {
      if (seen.has(id)) continue;
      if (seen.size >= most) break;
      seen.add(id);
      const at = this.at(id);
      if (at) found.push({ id, ...at, name: this.name(id), must: id === this.selected || this.always.has(id) });
    }
    return found;
  }

  private name(id: string): string {
    return String(this.graph.getNodeAttribute(id, "name"));
  }

  private point(node: string | null, bond: string | null): void {
    if (node === this.hovered && bond === this.hoveredBond) return;
    this.hovered = node;
    this.hoveredBond = bond;
    this.host.style.cursor = node !== null || bond !== null ? "pointer" : "";
    this.draw();
  }

  /** The layer of names, and of what is pointed at. */
  private draw(): void {
    const { width, height } = this.sigma.getDimensions();
    const ratio = window.devicePixelRatio || 1;
    const canvas = this.pen.canvas;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.pen.clearRect(0, 0, width, height);
    const moving = this.moving > 0;
    const bonds = this.lit();
    if (!bonds || moving) {
      for (const name of settle(this.discs(moving ? SCANNED_MOVING : Infinity), width, height, moving ? NAMES_MOVING : NAMES)) write(this.pen, name, this.look);
      if (!bonds) return;
    }
    const node = this.hovered ?? (this.hoveredBond === null ? this.selected : null);
    const ends = new Set(bonds.flatMap((b) => [b.a, b.b]));
    if (node !== null && this.graph.hasNode(node)) ends.add(node);
    const lines = bonds.flatMap((bond) => {
      const [a, b] = [this.at(bond.a), this.at(bond.b)];
      const colour = bond.type === "MET" ? this.look.faint : typeColour(bond.type, this.look.dark);
      return a && b ? [{ x1: a.x, y1: a.y, x2: b.x, y2: b.y, colour, width: Math.max(1.5, this.sigma.scaleSize(thickness(bond))), dashed: false }] : [];
    });
    const discs = [...ends].flatMap((id) => {
      const at = this.at(id);
      return at ? [{ ...at, colour: this.colours.get(id) ?? "#888888", name: this.name(id), must: id === node }] : [];
    });
    glow(this.pen, this.look, width, height, lines, discs, NAMES);
  }

  /** The lines to light up: those of the node pointed at or selected, or the one line. */
  private lit(): Bond[] | null {
    const bond = this.hovered === null ? (this.hoveredBond ?? (this.selected !== null ? this.selected : null)) : null;
    if (bond !== null && this.shown.bonds.has(bond)) return [this.shown.bonds.get(bond)!];
    const node = this.hovered ?? this.selected;
    if (node === null || !this.shown.nodes.has(node)) return null;
    return (this.near.get(node) ?? []).slice().sort((p, q) => q.met - p.met).slice(0, LIT);
  }
}

function thickness(bond: Bond): number {
  return bond.type === "MET" ? Math.min(WIDEST, 0.8 + 0.9 * Math.log2(1 + bond.met)) : 2;
}

function extent(values: number[]): [number, number] {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return least === most ? [least - 1, most + 1] : [least, most];
}

/** Whether a line whose ends are both off screen can cross it. */
function crosses(a: { x: number; y: number }, b: { x: number; y: number }, width: number, height: number): boolean {
  return Math.max(a.x, b.x) > 0 && Math.min(a.x, b.x) < width && Math.max(a.y, b.y) > 0 && Math.min(a.y, b.y) < height;
}
