import type Sigma from "sigma";
import type { Shown } from "./sieve";

/** Reach of the mouse around a line, and around a disc, in pixels. */
const REACH = 7;
const RIM = 3;

/** The shown node at a point; of several the nearest middle. */
export function nodeAt(sigma: Sigma, shown: Shown, x: number, y: number): string | null {
  const centre = sigma.viewportToFramedGraph({ x, y });
  const edge = sigma.viewportToFramedGraph({ x: x + 1, y });
  const pixel = Math.hypot(edge.x - centre.x, edge.y - centre.y);
  const scale = sigma.scaleSize(1);
  let best: string | null = null;
  let least = Infinity;
  for (const id of shown.nodes) {
    const data = sigma.getNodeDisplayData(id);
    if (!data) continue;
    const far = Math.hypot(data.x - centre.x, data.y - centre.y) / pixel;
    if (far <= data.size * scale + RIM && far < least) [best, least] = [id, far];
  }
  return best;
}

/** The shown line nearest to a point, within reach. */
export function bondAt(sigma: Sigma, shown: Shown, x: number, y: number): string | null {
  let best: string | null = null;
  let least = REACH * REACH;
  for (const bond of shown.bonds.values()) {
    const [p, q] = [sigma.getNodeDisplayData(bond.a), sigma.getNodeDisplayData(bond.b)];
    if (!p || !q) continue;
    const [a, b] = [sigma.framedGraphToViewport(p), sigma.framedGraphToViewport(q)];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const t = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    const far = (a.x + t * dx - x) ** 2 + (a.y + t * dy - y) ** 2;
    if (far < least) [best, least] = [bond.id, far];
  }
  return best;
}

/** The nearest shown node in a direction from a place: what an arrow key selects. */
export function beside(sigma: Sigma, shown: Shown, from: { x: number; y: number }, dx: number, dy: number): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const other of shown.nodes) {
    const data = sigma.getNodeDisplayData(other);
    if (!data) continue;
    const to = sigma.framedGraphToViewport(data);
    const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const across = Math.abs((to.x - from.x) * dy - (to.y - from.y) * dx);
    const cost = along + 2 * across;
    if (along > 1 && cost < least) [best, least] = [other, cost];
  }
  return best;
}
