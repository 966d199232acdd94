/** When a theme is the talk of a campaign: most of its insights repeat one text in a burst. */
const CAMPAIGN_SHARE = 0.5;

/** `campaign`: share of its insights that are part of such a burst; absent: none. */
export const isCampaign = ({ campaign = 0 }: { readonly campaign?: number | undefined }): boolean =>
  campaign >= CAMPAIGN_SHARE;
