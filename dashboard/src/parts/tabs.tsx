/** The parts of a page of which one is shown: links, so that each has an address. */
import { address } from "../router.ts";

interface TabsProps {
  readonly label: string;
  readonly path: string;
  /** In the address as `show`; the first is shown where it says none. */
  readonly tabs: readonly (readonly [show: string, title: string])[];
  readonly current: string;
}

export const Tabs = ({ label, path, tabs, current }: TabsProps) => (
  <nav class="tabs" aria-label={label}>
    <ul>
      {tabs.map(([show, title], at) => (
        <li key={show}>
          <a
            href={address(path, { show: at === 0 ? undefined : show })}
            aria-current={show === current ? "page" : undefined}
          >
            {title}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
