/**
 * Goes where a choice leads as soon as it is made by finger or mouse; by keyboard one passes the others on the way, so there
 * the form's button waits. It stands in sight only there (utilities.css).
 *
 * @example <form method="get"><select name="chapter" data-goes>…</select><button type="submit">Show</button></form>
 */
document.addEventListener("change", ({ target }) => {
  if (target.matches("select[data-goes]") && !target.matches(":focus-visible")) target.form.requestSubmit();
});
