/**
 * Goes where a choice leads as soon as it is made by finger or mouse; by keyboard one passes the others on the way, so there
 * the form's button waits. It stands in sight only there (utilities.css).
 *
 * @example <form method="get"><select name="chapter" data-goes>…</select><button type="submit">Show</button></form>
 */
const byKeys = (select, are) => select.form.toggleAttribute("data-by-keys", are);
const choice = ({ target }) => (target instanceof Element && target.matches("select[data-goes]") ? target : null);
let isPressed = false; // what takes the focus now was pressed

document.addEventListener("pointerdown", (event) => {
  isPressed = true;
  if (choice(event)) byKeys(event.target, false);
});
document.addEventListener("keydown", (event) => {
  isPressed = false;
  if (choice(event)) byKeys(event.target, true);
});
document.addEventListener("focusin", (event) => {
  if (choice(event) && !isPressed) byKeys(event.target, true);
});
document.addEventListener("change", (event) => {
  if (choice(event) && !event.target.form.hasAttribute("data-by-keys")) event.target.form.requestSubmit();
});
