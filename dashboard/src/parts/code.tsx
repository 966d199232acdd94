/** JSON and other text of machines, wrapped where it is too wide. */
import { Written } from "./small.tsx";

export const Code = ({ text }: { readonly text: string }) => (
  <pre class="wraps">
    <Written>{text}</Written>
  </pre>
);
