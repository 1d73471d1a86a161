/**
 * Sends Django's CSRF token with every htmx request, from a form of the page. (The cookie is not for scripts.)
 *
 * @example <form method="post" action="/works/12/kudos" hx-post="/works/12/kudos">{% csrf_token %} …</form>
 */
document.addEventListener("htmx:configRequest", (event) => {
  const { verb, headers } = event.detail;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (verb !== "get" && token) headers["X-CSRFToken"] = token;
});
