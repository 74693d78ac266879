import { render } from "preact";
import { openFeed } from "./feeds/opening";
import { asTrouble } from "./parts/answer";
import { recall } from "./parts/settings";
import { Failed } from "./parts/told";
import { Shell } from "./shell";
import type { Feed } from "./protocol";
import "./style.css";

declare global {
  interface Window {
    /** For tests and for the curious: asks what the page asks. */
    kgFeed?: Feed;
  }
}

async function start(root: HTMLElement): Promise<void> {
  // The token has done its work; a link that is copied from the address bar need not carry it.
  if (location.protocol !== "file:" && location.search) history.replaceState(null, "", location.pathname + location.hash);
  try {
    const opened = await openFeed(document);
    window.kgFeed = opened.feed;
    render(<Shell feed={opened.feed} meta={opened.meta} given={await opened.feed.verdicts()} />, root);
  } catch (error) {
    render(<Failed trouble={asTrouble(error)} language={recall("language") === "en" ? "en" : "zh"} />, root);
  }
}

const root = document.getElementById("app");
if (root) void start(root);
