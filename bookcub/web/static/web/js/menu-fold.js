/**
 * Brings a menu that opens into sight; closes it at Escape, at a click elsewhere, and when focus leaves it; and lets whoever
 * opens a fold to write in write at once.
 *
 * @example <details data-menu><summary>Menu</summary><a href="/desk">Desk</a></details>
 * @example <details data-writes><summary>Reply</summary><textarea name="text"></textarea></details>
 */
const fold = (menu) => { menu.open = false; };
const opened = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target)) fold(menu);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    const inside = menu.contains(document.activeElement);
    fold(menu);
    if (inside) menu.querySelector("summary").focus({ preventScroll: true }); // in a bar that sticks it stands elsewhere
  }
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) fold(menu);
});
// At the lower edge of the screen a menu would open out of sight.
document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches("[data-menu]")) target.querySelector(":scope > .menu-panel")?.scrollIntoView({ block: "nearest" });
}, { capture: true });
// `toggle` does not bubble; it also comes for what is open when the page does, and then nobody has pressed it.
document.addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.matches("[data-writes]") || document.activeElement !== target.querySelector("summary")) return;
  target.querySelector("textarea").focus();
}, { capture: true });
