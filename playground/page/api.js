// Every word between this page and the playground's server. The header proves that the request comes from this page:
// another site can make a browser post here, but cannot add a header without being asked first.

/** The server answered with something that is not a success; `message` is a sentence for people. */
export class Unanswered extends Error {}

/** The server understood and said no. */
export class Refused extends Unanswered {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (cause) {
    throw new Unanswered("The playground does not answer. Is it still running?", { cause });
  }
  let answer = null;
  try {
    answer = await response.json();
  } catch (cause) {
    throw new Unanswered(`The playground answered ${response.status} without saying why.`, { cause });
  }
  if (!response.ok && !answer?.error) throw new Unanswered(`The playground answered ${response.status}.`);
  return answer;
}

async function get(name, query) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const answer = await ask(`/play/${name}?${new URLSearchParams(given)}`, { headers: { "X-Playground": "1" } });
  if (answer.ok === false) throw new Refused(answer.error);
  return answer;
}

/** POST /play/`name`: the server's `{ok, error?, …}`; a refusal is an answer, not an exception. */
function post(name, body) {
  return ask(`/play/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Playground": "1" },
    body: JSON.stringify(body),
  });
}

/** Follow the server's changes: `changed(revision)` at each, `alive(true|false)` as the line comes and goes. */
function follow(changed, alive) {
  const stream = new EventSource("/play/stream");
  stream.onopen = () => alive(true);
  stream.onerror = () => alive(false);
  stream.onmessage = (event) => changed(JSON.parse(event.data).revision);
  return stream;
}

export const api = { get, post, follow };
