/**
 * Adds the time on this device's clock to a moment's title, where the page knows no zone of the reader's and tells it in UTC.
 *
 * @example <local-time><time datetime="2026-05-03T18:00:00Z" title="Sunday 3 May 2026, 18:00 UTC">3 May 2026</time></local-time>
 */
import { locale } from "./words.js";

const exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });

class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time[datetime]");
    const at = new Date(time?.dateTime ?? "");
    if (!time || Number.isNaN(at.getTime()) || !time.title.endsWith("UTC") || time.title.includes("·")) return;
    time.title = `${exact.format(at)} · ${time.title}`;
  }
}
customElements.define("local-time", LocalTime);
