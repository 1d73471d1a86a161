/**
 * A form that came back leads to the summary of what is wrong, whichever fragment its page was opened with. A field that
 * came back as wrong looks so only until somebody changes it. Its line in the summary above is struck through, the number
 * beside the buttons falls; nothing above the field moves while one types.
 *
 * @example <div class="field field--wrong"><p class="field-error" id="id_title_error">…</p>
 *            <input id="id_title" aria-invalid="true" aria-describedby="id_title_error"></div>
 */
import { locale } from "./words.js";

const LINES = ".form-errors-list > li";

/** How many are still wrong, as the bar at the foot of a long form says it, with the way to the first. */
const count = () => {
  const bar = document.querySelector(".desk-bar-wrong");
  const left = [...document.querySelectorAll(`${LINES}:not(.is-mended) > a`)];
  if (!bar) return;
  if (!left.length) return bar.remove();
  bar.hash = left[0].hash;
  bar.querySelector("[data-number]").textContent = new Set(left.map((link) => link.hash)).size.toLocaleString(locale);
};

const mended = (event) => {
  const field = event.target.closest?.(".field--wrong");
  if (!field) return;
  for (const line of document.querySelectorAll(LINES)) {
    const link = line.querySelector(":scope > a");
    if (!link || !field.contains(document.getElementById(link.hash.slice(1)))) continue;
    line.classList.add("is-mended");
  }
  const error = field.querySelector(".field-error");
  for (const input of [field, ...field.querySelectorAll("[aria-describedby], [aria-invalid]")]) {
    input.removeAttribute("aria-invalid");
    const others = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== error?.id);
    if (others.length) input.setAttribute("aria-describedby", others.join(" "));
    else input.removeAttribute("aria-describedby");
  }
  field.classList.remove("field--wrong");
  count();
};

document.addEventListener("input", mended);
document.addEventListener("change", mended);

// The answer to a form has the fragment of the page that it was sent from, and autofocus gives way to one.
const summary = document.querySelector(".form-errors[autofocus]");
if (summary && location.hash) {
  history.replaceState(history.state, "", location.pathname + location.search);
  summary.focus();
}
