/**
 * Lets what somebody presses in a panel stay under their finger, though the panel comes anew and rows above it come and go;
 * what they have folded or unfolded stays so.
 *
 * @example <aside data-steady><form id="filter_form" hx-get="…" hx-swap-oob="true">…</form></aside>
 */
let pressed = null; // the field's name in the page, and how far down the screen it was
let folds = new Map(); // by the names of what folds in the page, whether it is open

const panelOf = (element) => element?.closest?.("[data-steady]");
const topOf = (element) => element.getBoundingClientRect().top;
const scrolls = (element) => {
  for (let each = element; each; each = each.parentElement) {
    if (each.scrollHeight > each.clientHeight && /auto|scroll/.test(getComputedStyle(each).overflowY)) return each;
  }
  return document.scrollingElement;
};

document.addEventListener("htmx:beforeSwap", () => {
  folds = new Map([...document.querySelectorAll("[data-steady] details[id]")].map((each) => [each.id, each.open]));
  const focused = document.activeElement;
  pressed = focused?.id && panelOf(focused) ? { id: focused.id, top: topOf(focused) } : null;
});
document.addEventListener("htmx:afterSettle", () => {
  for (const each of document.querySelectorAll("[data-steady] details[id]")) each.open = folds.get(each.id) ?? each.open;
  const there = pressed && document.getElementById(pressed.id);
  if (!panelOf(there)) return;
  scrolls(panelOf(there)).scrollTop += topOf(there) - pressed.top;
  there.focus({ preventScroll: true });
});
