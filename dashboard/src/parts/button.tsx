/** A button that keeps the focus while it can't be pressed: it says so and ignores presses, and so does a form that it sends. */
import type { ComponentProps } from "preact";

type ButtonProps = Omit<ComponentProps<"button">, "disabled" | "onClick"> & {
  /** Nothing comes of pressing it, now. */
  readonly isOff: boolean;
  readonly onClick?: () => void;
};

export const Button = ({ isOff, onClick, ...rest }: ButtonProps) => (
  <button
    {...rest}
    aria-disabled={isOff || undefined}
    onClick={(event) => {
      if (isOff) event.preventDefault();
      else onClick?.();
    }}
  />
);
