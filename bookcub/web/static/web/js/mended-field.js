/**
 * A field that came back as wrong looks so only until somebody changes it. Its line in the summary above is struck
 * through, its link beside the buttons goes; nothing above the field moves while one types.
 *
 * @example <div class="field field--wrong"><p class="field-error" id="id_title_error">…</p>
 *            <input id="id_title" aria-invalid="true" aria-describedby="id_title_error"></div>
 */
const LINES = ".form-errors-list > li, .desk-bar-wrong > li";

const mended = (event) => {
  const field = event.target.closest?.(".field--wrong");
  if (!field) return;
  for (const line of document.querySelectorAll(LINES)) {
    const link = line.querySelector(":scope > a");
    if (!link || !field.contains(document.getElementById(link.hash.slice(1)))) continue;
    const list = line.parentElement;
    if (list.matches(".form-errors-list")) line.classList.add("is-mended");
    else line.remove();
    if (!list.childElementCount) list.remove();
  }
  const error = field.querySelector(".field-error");
  for (const input of [field, ...field.querySelectorAll("[aria-describedby], [aria-invalid]")]) {
    input.removeAttribute("aria-invalid");
    const others = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== error?.id);
    if (others.length) input.setAttribute("aria-describedby", others.join(" "));
    else input.removeAttribute("aria-describedby");
  }
  field.classList.remove("field--wrong");
};

document.addEventListener("input", mended);
document.addEventListener("change", mended);
