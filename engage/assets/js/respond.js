// A survey works without this. It only adds: leaving without a way back, and "none of these" that means it.
const leave = document.querySelector("[data-leave]");
leave?.addEventListener("click", (event) => {
  event.preventDefault();
  document.body.hidden = true;
  for (const form of document.forms) form.reset();
  location.replace(leave.href);
});

// Ticking an answer that stands alone unticks the others, and the other way round.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const alone = "alone" in target.dataset;
  for (const other of target.form.querySelectorAll(`input[type=checkbox][name="${target.name}"]`)) {
    if (other !== target && (alone || "alone" in other.dataset)) other.checked = false;
  }
});

// A summary of errors takes the focus, so that it is heard first.
document.querySelector(".govuk-error-summary")?.focus();
