/**
 * Fills the hidden field within it with the browser's time zone, so that a new account shows times as they are at home.
 *
 *     <time-zone-field><input type="hidden" name="time_zone"></time-zone-field>
 */
class TimeZoneField extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (input && !input.value) input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
}

customElements.define("time-zone-field", TimeZoneField);
