import type { Packed } from "../packed";
import type { Feed, Meta } from "../protocol";
import { FileFeed } from "./file";
import { serverFeed } from "./server";

/** The feed of a page: what it carries inside, or the server it came from. */
export async function openFeed(page: Document): Promise<{ feed: Feed; meta: Meta }> {
  const inside = page.getElementById("packed");
  const feed = inside ? new FileFeed(await unpack(inside.textContent ?? "")) : serverFeed(page.querySelector<HTMLMetaElement>('meta[name="kg-token"]')?.content ?? "");
  return { feed, meta: await feed.meta() };
}

/** Base64 of gzipped JSON → what was packed. */
export async function unpack(base64: string): Promise<Packed> {
  const text = atob(base64.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(stream).json()) as Packed;
}
