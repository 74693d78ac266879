import type Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram, NodePointProgram } from "sigma/rendering";

/**
 * Discs without sigma's second drawing in colours that stand for ids: reading those back stalls the graphics card at every move of the mouse.
 * What lies under the mouse is found among the places instead.
 */
class Discs extends NodeCircleProgram {
  constructor(gl: WebGLRenderingContext, _picking: WebGLFramebuffer | null, renderer: Sigma) {
    super(gl, null, renderer);
  }
}

/** Discs of one point each, for thousands of them: without a graphics card drawing three corners of each is ten times the work. */
class Points extends NodePointProgram {
  constructor(gl: WebGLRenderingContext, _picking: WebGLFramebuffer | null, renderer: Sigma) {
    super(gl, null, renderer);
  }
}

/** Nodes and lines from which on they are drawn in the cheaper way: points, and lines of one pixel. */
const MANY_NODES = 2000;
const MANY_LINES = 8000;

export const PROGRAMS = {
  nodeProgramClasses: { circle: Discs, point: Points },
  edgeProgramClasses: { rectangle: EdgeRectangleProgram, line: EdgeLineProgram },
};

export function nodeProgram(nodes: number): keyof typeof PROGRAMS.nodeProgramClasses {
  return nodes > MANY_NODES ? "point" : "circle";
}

export function edgeProgram(lines: number): keyof typeof PROGRAMS.edgeProgramClasses {
  return lines > MANY_LINES ? "line" : "rectangle";
}
