import type { View } from "./view";
import { Article } from "./views/article";
import { Event } from "./views/event";
import { List } from "./views/list";
import { Network } from "./views/network";
import { NodeView } from "./views/node";
import { Overview } from "./views/overview";
import { Person } from "./views/person";
import { Position } from "./views/position";
import { Positions } from "./views/positions";
import { Search } from "./views/search";
import { Verdicts } from "./views/verdicts";

/** Every view by the name it has in links. `start` is the first page. */
export const VIEWS: Record<string, View> = {
  start: Overview,
  search: Search,
  person: Person,
  position: Position,
  positions: Positions,
  event: Event,
  article: Article,
  node: NodeView,
  network: Network,
  list: List,
  verdicts: Verdicts,
};
