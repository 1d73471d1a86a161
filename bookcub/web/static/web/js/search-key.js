/**
 * The key / leads to the search box of the page, or to the page that has one:
 *
 * @example <form role="search" action="/search"><input type="search" name="q"></form>
 */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const boxes = [...document.querySelectorAll("form[role=search] input[type=search]")];
  const box = boxes.findLast((one) => one.checkVisibility());
  const way = document.querySelector(".masthead-find");
  if (!box && !way) return;
  event.preventDefault();
  if (box) box.select();
  else location.assign(way.href);
});
