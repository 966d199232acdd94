/** What pages, and the parts of a form's page, are given. */
import type { Form } from "../../src/model/form.ts";
import type { FrameView } from "../../src/operations/views/frame.ts";

export interface PageProps {
  /** Of the address: `/apps/:app` gives `app`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly path: string;
  readonly frame: FrameView | undefined;
}

export interface FormPartProps extends PageProps {
  readonly form: Form;
  readonly mayChange: boolean;
}
