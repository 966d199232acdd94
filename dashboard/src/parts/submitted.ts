/** What a form does once it is sent: with what stands in it, and without the browser's own sending. */
import type { TargetedSubmitEvent } from "preact";

export const submitted =
  (send: (form: FormData, element: HTMLFormElement) => unknown) =>
  (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send(new FormData(event.currentTarget), event.currentTarget);
  };
