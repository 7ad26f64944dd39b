// On a wall nobody presses anything: when the code ends, the page of the half-day that begins is shown, with its code.
const form = document.querySelector("form[data-renew]");
const LONGEST = 2 ** 31 - 1;

if (form?.dataset.ends) {
  const left = new Date(form.dataset.ends) - Date.now();
  const next = document.querySelector(".welcome__tabs li:has([aria-current]) + li a");
  if (left > 0 && left < LONGEST && next) {
    setTimeout(() => {
      form.action = next.href;
      form.requestSubmit();
    }, left + 1000);
  }
}
