// What Slack stores is not what was typed: "@Priya Shah" is <@U…>, addresses stand in angle brackets, and & < > are
// escaped. The server turns typed words into stored ones; for editing, this turns them back.
import { unescape } from "./mrkdwn.js";
import { personOf } from "./state.js";

/** A message's text as one would have typed it. */
export function toTyped(text, server) {
  return unescape(
    text
      .replace(/<@(\w+)(?:\|[^>]*)?>/g, (whole, id) => `@${personOf(server, id).name}`)
      .replace(/<#\w+\|([^>]*)>/g, "#$1")
      .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, "@$1")
      .replace(/<mailto:[^|>]+\|([^>]*)>/g, "$1")
      .replace(/<([a-z]+:[^|>]+)\|([^>]*)>/g, "$2 ($1)")
      .replace(/<([a-z]+:[^|>]+)>/g, "$1"),
  );
}
