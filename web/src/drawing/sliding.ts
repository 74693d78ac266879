import type Sigma from "sigma";

/** Share of the picture that may slide out of sight before it is drawn anew. */
const FAR = 0.35;

/** What of sigma is reached into: the drawing of a frame. */
interface Drawing {
  needToProcess: boolean;
  render(): Sigma;
}

/**
 * While the mouse drags, the layers are moved as they are and nothing is drawn: tens of thousands of lines stay in view, and follow the hand even
 * where no graphics card helps. The release draws anew.
 */
export class Sliding {
  constructor(private readonly sigma: Sigma, private readonly layers: HTMLElement[]) {
    const drawing = sigma as unknown as Drawing;
    const render = drawing.render.bind(sigma);
    drawing.render = () => {
      if (!drawing.needToProcess && this.slide()) return sigma;
      this.place("");
      const done = render();
      this.drawn = sigma.getCamera().getState().ratio;
      return done;
    };
    for (const layer of layers) {
      layer.style.willChange = "transform";
      layer.style.transformOrigin = "0 0";
    }
    sigma.getMouseCaptor().on("mouseup", () => sigma.scheduleRender());
  }

  private drawn = Number.NaN;

  private slide(): boolean {
    const { sigma } = this;
    const state = sigma.getCamera().getState();
    if (!sigma.getMouseCaptor().isMouseDown || state.ratio !== this.drawn) return false;
    const { width, height } = sigma.getDimensions();
    const { x, y } = sigma.framedGraphToViewport(sigma.viewportToFramedGraph({ x: 0, y: 0 }), { cameraState: state });
    if (Math.abs(x) > width * FAR || Math.abs(y) > height * FAR) return false;
    this.place(`translate(${x}px, ${y}px)`);
    return true;
  }

  private place(transform: string): void {
    for (const layer of this.layers) layer.style.transform = transform;
  }
}
