/**
 * Closes an open menu at Escape, at a click elsewhere, and when focus leaves it.
 *
 * @example <details data-menu><summary>Menu</summary><a href="/desk">Desk</a></details>
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
