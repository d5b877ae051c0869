// The page works without this file. It writes the value of a slider beside it while it moves.

const form = document.getElementById("mechanism-form");

form?.addEventListener("input", ({ target }) => {
  const shown = target.id && form.querySelector(`output[for="${CSS.escape(target.id)}"] b`);
  if (shown) shown.textContent = target.value;
});
