/**
 * Tells guests, whose zone no page knows, a moment by the clock of this device, in the form in which members see it.
 *
 * @example <local-time><time datetime="2026-05-03T18:00:00Z" title="Sunday 3 May 2026, 18:00 UTC">3 May 2026</time></local-time>
 */
import { locale, moments } from "./words.js";

const isGuest = !document.documentElement.dataset.person;
const DIGITS = ["year", "month", "day", "hour", "minute"];
const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "short", timeStyle: "short" });

/** "CEST" or "EDT" where some language calls the zone by a name, else "GMT+5:30". */
function zoneAt(at) {
  const names = [locale, "en-US", "en-GB"].map((language) => partsOf(at, new Intl.DateTimeFormat(language, { timeZoneName: "short" })).timeZoneName);
  return names.find((name) => !/[+\-−]/.test(name)) ?? names[0];
}

const partsOf = (at, format) => Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));

/** What the letters of Django's date filter stand for; a backslash takes a letter as it is. */
function inForm(at, form) {
  const [year, month, day, hour, minute] = DIGITS.map((name) => partsOf(at, clock)[name]);
  const letters = {
    j: () => String(+day), d: () => day, n: () => String(+month), m: () => month, Y: () => year, H: () => hour, i: () => minute,
    M: () => moments.M[month - 1], N: () => moments.N[month - 1], F: () => moments.F[month - 1], l: () => moments.l[(at.getDay() + 6) % 7], T: () => zoneAt(at),
  };
  return form.replace(/\\(.)|([A-Za-z])/g, (_, plain, letter) => plain ?? letters[letter]?.() ?? letter);
}

class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time[datetime]");
    const at = new Date(time?.dateTime ?? "");
    if (!isGuest || !time?.title || this.isTold || Number.isNaN(at.getTime())) return;
    this.isTold = true;
    time.title = inForm(at, moments.exact);
    time.textContent = inForm(at, time.classList.contains("moment--near") ? moments.near : moments.zoned);
  }
}
customElements.define("local-time", LocalTime);
