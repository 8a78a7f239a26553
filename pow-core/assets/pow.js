// Shows and hides what is typed into a password field. Without it, the button stays hidden.
for (const button of document.querySelectorAll("button[data-pow-hide]")) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const labels = [button.textContent, button.dataset.powHide];
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = labels[shown ? 1 : 0];
  };
  button.addEventListener("click", () => show(field.type === "password"));
  // Password managers and the form history expect a password.
  field.form.addEventListener("submit", () => show(false));
  addEventListener("pagehide", () => show(false));
  button.hidden = false;
}
