/** Goes on to the page that was asked for where somebody is signed in already: a link from another site brings no session along. */
const place = document.querySelector('input[name="to"]')?.value;
if (place) {
  fetch("/api/v1/session").then(
    (reply) => {
      if (reply.ok) location.replace(place);
    },
    () => undefined,
  );
}
