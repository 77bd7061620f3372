// Telling, in words for screen readers, what arrived in places other than the open one.
import { placeName } from "./state.js";

const WAIT = 1500; // milliseconds: notices come one a second in a channel, and one sentence should tell of several

/** `note()` is called after each refresh; what rose since is announced in one sentence. */
export function createArrivals(app) {
  let of = null; // the person whose counts are known
  let known = new Map();
  let risen = new Map(); // channel id -> how many
  let timer = null;

  function tell() {
    timer = null;
    const { server } = app.world;
    const places = server.channels.filter((channel) => risen.has(channel.id) && channel.unread > 0);
    const total = places.reduce((sum, channel) => sum + risen.get(channel.id), 0);
    risen = new Map();
    if (total)
      app.announce(
        `${total} new ${total === 1 ? "message" : "messages"} in ${places.map((channel) => placeName(server, channel)).join(", ")}.`,
      );
  }

  return {
    note() {
      const { server, as, route } = app.world;
      const counts = new Map(server.channels.map((channel) => [channel.id, channel.unread]));
      if (of === as) {
        for (const [id, unread] of counts) {
          const more = unread - (known.get(id) ?? 0);
          if (more > 0 && id !== route.place) risen.set(id, (risen.get(id) ?? 0) + more);
        }
        if (risen.size) timer ??= window.setTimeout(tell, WAIT);
      } else {
        risen = new Map();
      }
      of = as;
      known = counts;
    },
  };
}
