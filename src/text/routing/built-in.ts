/**
 * The general labels: what people say about any product, whatever it is. Feedback for an app without a model of its
 * own is sorted under these, and a suggested model takes over the ones its general labels resemble.
 */
import type { AppModel } from "../../model/app-model.ts";
import { loginAndAccount, securityAndPrivacy } from "./built-in/account.ts";
import { notifications, syncAndConnectivity, updatesAndCompatibility } from "./built-in/devices.ts";
import { advertising, contentAndSearch, languageAndAccessibility, usability } from "./built-in/experience.ts";
import type { LabelSet } from "./built-in/label-set.ts";
import { paymentsAndBilling, pricingAndSubscription } from "./built-in/money.ts";
import { community, customerSupport, deliveryAndOrders } from "./built-in/service.ts";
import { bugReports, performance } from "./built-in/stability.ts";
import { featureRequests } from "./built-in/wishes.ts";

const labelSets: readonly LabelSet[] = [
  bugReports,
  performance,
  loginAndAccount,
  paymentsAndBilling,
  pricingAndSubscription,
  customerSupport,
  deliveryAndOrders,
  notifications,
  syncAndConnectivity,
  usability,
  contentAndSearch,
  updatesAndCompatibility,
  securityAndPrivacy,
  advertising,
  featureRequests,
  languageAndAccessibility,
  community,
];

export const builtInAppModel: AppModel = {
  name: "built-in",
  description_list: [],
  first_order_labels: labelSets.map(({ name, labels }) => ({ name, second_order_labels: Object.keys(labels) })),
  generated_qrys_for_sec_labels: Object.fromEntries(
    labelSets.flatMap(({ labels }) => Object.entries(labels).map(([name, sentences]) => [name, [...sentences]])),
  ),
};
