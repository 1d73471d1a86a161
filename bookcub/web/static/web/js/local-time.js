/**
 * Adds the exact local and UTC time to a date's title, and makes it say so to a long press or hover.
 *
 * @example <local-time><time datetime="2026-05-03T18:00:00Z" title="2026-05-03 18:00 UTC">3 May 2026</time></local-time>
 */
import { locale } from "./words.js";

const exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });

class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time[datetime]");
    const at = new Date(time?.dateTime ?? "");
    if (!time || Number.isNaN(at.getTime()) || time.title.includes("·")) return;
    time.title = `${exact.format(at)} · ${time.title}`;
  }
}
customElements.define("local-time", LocalTime);
