import type { View } from "./view";
import { Search } from "./views/search";

/** Every view by the name it has in links. `start` is the first page. */
export const VIEWS: Record<string, View> = {
  search: Search,
};
