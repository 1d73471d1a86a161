/**
 * A button that leads to the page before; it shows itself where there is one.
 *
 * @example <button type="button" id="step_back" hidden>Back</button>
 */
const button = document.getElementById("step_back");
button.hidden = history.length < 2;
button.addEventListener("click", () => history.back());
