// A client of the JSON interface in fewer than 100 lines, without a framework. It shows any page of the site and sends its forms.
// The path of the page is in the address: /client#/registration/new
const root = document.getElementById("client");
const PATHS = ["/session/new", "/registration/new", "/registration/edit", "/devices", "/"];
let token = "";
let messages = [];

// Sends a request with the cookies of this browser, and keeps the form token of the answer.
async function send(method, path, body) {
  const headers = { Accept: "application/json", "X-CSRF-Token": token };
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  token = answer.headers.get("X-CSRF-Token") ?? token;
  return answer.json();
}

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// A redirect leads to another page, which shows its messages. All other answers are pages.
function receive(answer) {
  if (!answer.location) return show(answer);
  messages = answer.flash;
  return open(answer.location);
}

async function open(path) {
  if (location.hash === `#${path}`) return receive(await send("GET", path));
  location.hash = path;
}

function show({ page, title, detail, code, status, type, args, flash, meta, form, forms = [], errors = [], ...data }) {
  const shown = [...messages, ...flash].map(({ kind, detail }) => make("p", { className: `flash flash-${kind}` }, detail));
  messages = [];
  const heading = make("h2", {}, title ?? "");
  const state = make("p", { id: "client-user", className: "hint" }, meta.signed_in ? "signed in" : "signed out");
  const problem = detail ? [make("p", { id: "client-problem", className: "summary" }, `${status} ${code}: ${detail}`)] : [];
  const content = Object.keys(data).length ? [make("pre", {}, JSON.stringify(data, null, 2))] : [];
  const all = forms.map((one, at) => formOf(one, at === 0 ? form?.values ?? {} : {}, errors));
  root.replaceChildren(menu(meta), state, ...shown, heading, ...problem, ...content, ...all);
}

function menu(meta) {
  const links = PATHS.map((path) => make("a", { className: "button-quiet", href: `#${path}` }, path));
  const leave = make("button", { className: "button-quiet", id: "client-sign-out" }, "DELETE /session");
  leave.addEventListener("click", async () => receive(await send("DELETE", "/session")));
  return make("p", { className: "actions" }, ...links, ...(meta.signed_in ? [leave] : []));
}

function formOf({ method, path, scope, inputs }, values, errors) {
  const fields = inputs.map((input) => fieldOf(input, values, errors));
  const button = make("button", { className: "button" }, `${method} ${path}`);
  const form = make("form", { noValidate: true }, ...fields, button);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const read = ({ name, kind }) => [name, kind === "checkbox" ? form.elements[name].checked : form.elements[name].value];
    const sent = Object.fromEntries(inputs.map(read));
    receive(await send(method, path, scope ? { [scope]: sent } : sent));
  });
  return form;
}

function fieldOf({ name, kind, label, hint, autocomplete, required, checked }, values, errors) {
  const type = { checkbox: "checkbox", email: "email", password: "password" }[kind] ?? "text";
  const input = make("input", { name, type, required, autocomplete: autocomplete ?? "", id: `client_${name}` });
  if (type === "checkbox") input.checked = checked ?? false;
  else input.value = values[name] ?? "";
  const wrong = errors.filter(({ field }) => field === name).map(({ detail }) => make("p", { className: "field-error" }, detail));
  input.ariaInvalid = wrong.length > 0 ? "true" : null;
  const notes = hint ? [make("p", { className: "hint" }, hint)] : [];
  return make("div", { className: "field" }, make("label", { htmlFor: input.id }, label), ...notes, ...wrong, input);
}

const start = () => open(location.hash.slice(1) || PATHS[0]);
addEventListener("hashchange", start);
start();
