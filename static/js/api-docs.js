// Draws the documentation of the API from the OpenAPI document. Asks nothing of any other host.
const page = document.getElementById("api-docs");
const root = document.documentElement;
const dark = window.matchMedia("(prefers-color-scheme: dark)");

// The interface knows the dark by a class on the root.
const follow = () => root.classList.toggle("dark-mode", (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark");
dark.addEventListener("change", follow);
follow();

window.SwaggerUIBundle({
  domNode: page,
  url: page.dataset.schema,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
  requestInterceptor(request) {
    if (request.method && request.method !== "GET") request.headers["X-CSRFToken"] = page.dataset.csrf;
    return request;
  },
  // It calls its list the main part of the page, which already has one.
  onComplete() {
    const inner = page.querySelector("main");
    inner?.setAttribute("role", "region");
    inner?.setAttribute("aria-label", "Operations");
  },
});
