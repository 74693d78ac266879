/** What a style sheet gives to the parts of a drawing, which a file of its own must carry itself. */
const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "stop-color", "stop-opacity"];

/** The drawing on screen as a picture to take home; null when there is none. */
export function pictureOf(root: ParentNode | null = document.getElementById("view")): { png(): Promise<Blob>; svg(): Promise<string> } | undefined {
  if (!root) return undefined;
  const find = () => root.querySelector<SVGSVGElement>("svg[data-picture]");
  const need = () => {
    const drawing = find();
    if (!drawing) throw new Error("nothing is drawn");
    return drawing;
  };
  return { svg: async () => standalone(need()), png: async () => raster(need()) };
}

/** An SVG with its styles written into it. Names stand in text nodes, which XML escapes. */
export function standalone(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const [from, to] = [drawing.querySelectorAll("*"), copy.querySelectorAll("*")];
  to.forEach((element, n) => {
    const computed = getComputedStyle(from[n] as Element);
    for (const name of STYLES) {
      const value = computed.getPropertyValue(name);
      if (value) element.setAttribute(name, name === "fill" || name === "stroke" ? local(value) : value);
    }
    for (const name of ["class", "tabindex", "role", "data-edge", "aria-label", "style"]) element.removeAttribute(name);
  });
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}

/** url("file:///…#hatch") → url(#hatch): browsers resolve them against the page. */
function local(paint: string): string {
  return paint.replace(/url\("?[^"#)]*#([^")]+)"?\)/, "url(#$1)");
}

async function raster(drawing: SVGSVGElement): Promise<Blob> {
  const { width, height } = drawing.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(drawing))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * 2), Math.round(height * 2)];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
}
