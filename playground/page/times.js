// Moments as people read them, always in the workspace's time zone, whatever the browser's own zone is.

const WEEKDAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" };

/** The moment of a message's `ts` ("1668502800.000100": seconds since 1970, UTC). */
export function momentOf(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

function parts(moment, zone, options) {
  const found = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).formatToParts(moment);
  return Object.fromEntries(found.map((part) => [part.type, part.value]));
}

/** "2022-11-15": the local day, for comparing days and for date inputs. */
export function dayKey(moment, zone) {
  const { year, month, day } = parts(moment, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${year}-${month}-${day}`;
}

/** "Tuesday 15 November 2022". */
export function longDate(moment, zone) {
  const { weekday, day, month, year } = parts(moment, zone, WEEKDAY);
  return `${weekday} ${day} ${month} ${year}`;
}

/** "Tuesday, 15 November", with the year when it is not `now`'s: the divider between days. */
export function dayDivider(moment, now, zone) {
  const { weekday, day, month, year } = parts(moment, zone, WEEKDAY);
  const other = year !== parts(now, zone, WEEKDAY).year;
  return `${weekday}, ${day} ${month}${other ? ` ${year}` : ""}`;
}

/** "09:02". */
export function clock(moment, zone) {
  const { hour, minute } = parts(moment, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${hour}:${minute}`;
}

/** "today at 09:02", "yesterday at …", "on 3 November at …": counted from the workspace's own `now`. */
export function relative(moment, now, zone) {
  const day = dayKey(moment, zone);
  const yesterday = new Date(now.getTime() - 24 * 3600 * 1000);
  if (day === dayKey(now, zone)) return `today at ${clock(moment, zone)}`;
  if (day === dayKey(yesterday, zone)) return `yesterday at ${clock(moment, zone)}`;
  const date = parts(moment, zone, WEEKDAY);
  return `on ${date.day} ${date.month} at ${clock(moment, zone)}`;
}

/** A `<!date^…>` format with its braces filled in, as Slack documents them. */
export function dateToken(format, moment, now, zone) {
  const { day, month, year } = parts(moment, zone, WEEKDAY);
  const plain = `${day} ${month} ${year}`;
  const short = `${day} ${month.slice(0, 3)} ${year}`;
  const numbers = dayKey(moment, zone);
  const pretty = (text) => {
    const said = relative(moment, now, zone).split(" at ")[0];
    return said.startsWith("on ") ? text : said;
  };
  const seconds = parts(moment, zone, { second: "2-digit" }).second.padStart(2, "0");
  const values = {
    date_num: numbers,
    date: plain,
    date_short: short,
    date_long: longDate(moment, zone),
    date_pretty: pretty(plain),
    date_short_pretty: pretty(short),
    date_long_pretty: pretty(longDate(moment, zone)),
    time: clock(moment, zone),
    time_secs: `${clock(moment, zone)}:${seconds}`,
    ago: relative(moment, now, zone),
    day_divider_pretty: pretty(longDate(moment, zone)),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
