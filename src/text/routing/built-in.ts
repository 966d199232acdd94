/** stub */
import type { AppModel } from "../../model/app-model.ts";
export const builtInAppModel: AppModel = {
  name: "built-in",
  description_list: [],
  first_order_labels: [{ name: "Bug reports", second_order_labels: ["Crashes"] }],
  generated_qrys_for_sec_labels: { Crashes: ["the app crashes"] },
};
