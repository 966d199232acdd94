/** The tenants of the installation, and making one. */
import { ask } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { t } from "../messages/translate.ts";
import { Button } from "./button.tsx";
import { Day, Written } from "./small.tsx";
import { ProblemNote } from "./states.tsx";
import { DataTable } from "./table.tsx";

export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly created_at: number;
}

export function Tenants({ tenants }: { readonly tenants: readonly Tenant[] }) {
  const { isBusy, problem, send } = useSending();
  return (
    <div class="stacked">
      <DataTable
        name={t("tenants.title")}
        columns={[{ title: t("tenants.id") }, { title: t("tenants.name") }, { title: t("keys.created") }]}
      >
        {tenants.map(({ id, name, created_at }) => (
          <tr key={id}>
            <th scope="row">
              <Written>{id}</Written>
            </th>
            <td>
              <Written>{name}</Written>
            </td>
            <td>{created_at > 0 && <Day at={created_at} />}</td>
          </tr>
        ))}
      </DataTable>
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          const element = event.currentTarget;
          const form = new FormData(element);
          const name = String(form.get("name") ?? "").trim();
          const json = { id: String(form.get("id") ?? "").trim(), ...(name === "" ? {} : { name }) };
          void send(() => ask("/api/v1/tenants", { method: "POST", json })).then((isMade) => isMade && element.reset());
        }}
      >
        <label class="grows">
          {t("tenants.id")}
          <input name="id" required maxLength={64} />
        </label>
        <label class="grows">
          {t("tenants.name")}
          <input name="name" maxLength={200} />
        </label>
        <Button type="submit" isOff={isBusy}>
          {t("tenants.new")}
        </Button>
      </form>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}
