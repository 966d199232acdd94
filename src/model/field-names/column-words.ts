/** What the words of a column's name tell, where it is no name of the tables beside this. */
import { NPS_NAME } from "../rating-words.ts";

/** When something was written. */
const DATED =
  /created|submi|posted|publish|written|started|opened|received|\bsen[dt]\b|record|complet|\b(?:date|time|day|when|on|at)\b|datum|fecha|\bdata\b/i;
/** Or when something else was. */
const OTHER_DATE =
  /birth|\bdob\b|\bdue\b|repl|respon|answer|resol|clos|solv|expir|purchas|order|visit|travel|\bstay|experience|updat|modif|edit|delet|renew|sign|\bjoin|since|\blast\b|\bseen\b|trial|\bend|account|customer|install|regist|subscri|contract|member|onboard|\bfirst/i;

/** Whether a column of dates under this name may say when its rows were written. */
export function mayBeDated(name: string): boolean {
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replaceAll("_", " ");
  return DATED.test(words) && !OTHER_DATE.test(words);
}

const RECOMMENDS = /net ?promoter|\bnps\b|\b(?:likely|likelihood)\b.*\b(?:recommend|refer)/i;
const NO_POINTS = /group|categor|type|segment|reason|why|comment/i;

/** Whether it is a question for recommendation, which is answered by points. */
export const mayBePoints = (name: string): boolean =>
  (RECOMMENDS.test(name) || (NPS_NAME.test(name) && name.trim().endsWith("?"))) && !NO_POINTS.test(name);

const POINTS_KIND = /^(?:nps|net ?promoter)[\s_-]*(?:class|category|group|segment|type|status)?$/i;

/** Whether what stands beside a rating says that it is points of recommendation: `survey_type: "nps"`, `nps_class: "promoter"`. */
export const saysRecommendation = (name: string, value: string): boolean =>
  value.trim() !== "" &&
  value.length <= 40 &&
  (/^(?:e?nps|net ?promoter(?: score)?)$/i.test(value.trim()) || (POINTS_KIND.test(name.trim()) && !/\d/.test(value)));
