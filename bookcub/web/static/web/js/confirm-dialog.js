/**
 * Opens a dialog in place of the confirmation page that its link leads to.
 *
 * @example <confirm-dialog><a class="button" href="/works/12/delete">Delete</a>
 *          <dialog class="dialog" id="d"><form method="post" action="/works/12/delete">…</form></dialog></confirm-dialog>
 */
class ConfirmDialog extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#open);
  }

  #open = (event) => {
    const link = event.target.closest("a");
    const dialog = this.querySelector("dialog");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (dialog && link?.parentElement === this && plain) {
      event.preventDefault();
      dialog.showModal();
    } else if (event.target === dialog) {
      dialog.close(); // a click on the backdrop
    }
  };
}
customElements.define("confirm-dialog", ConfirmDialog);
