/**
 * Fills the field within it with the browser's time zone, so that a new account shows times as they are at home.
 *
 *     <time-zone-field><input type="hidden" name="time_zone"></time-zone-field>
 *
 * An empty field is filled; with the attribute `guess`, also one that holds only what nobody has chosen.
 */
class TimeZoneField extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (input && (!input.value || this.hasAttribute("guess"))) input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? input.value;
  }
}

customElements.define("time-zone-field", TimeZoneField);
