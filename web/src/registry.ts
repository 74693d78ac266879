import type { View } from "./view";
import { Network } from "./views/network";
import { Overview } from "./views/overview";
import { Search } from "./views/search";

/** Every view by the name it has in links. `start` is the first page. */
export const VIEWS: Record<string, View> = {
  start: Overview,
  search: Search,
  network: Network,
};
