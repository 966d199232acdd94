/**
 * The names under which exports and interfaces know the fields of a record. One table for CSV, JSON lines, HTTP and the
 * queue: to teach a new export, add its names here. Names are compared by letters and digits alone, in lower case and
 * without accents, so `Review Text`, `review_text` and `reviewText` are one; a dot leads into nested JSON. Within a field
 * the likelier name stands first.
 */

/** What a value is taken for. Where it goes is in `places`. */
export const fields = [
  "id",
  "date",
  "updated_at",
  "stars",
  "text",
  "title",
  "person",
  "person_id",
  "version",
  "likes",
  "url",
  "lang",
  "app",
  "package",
  "source",
  "parent_id",
  "org",
] as const;
export type Field = (typeof fields)[number];

/** A field of the record, or an entry of its metadata; `person_id` stays where it was and only tells authors apart. */
export const places: Readonly<
  Record<Exclude<Field, "person_id">, { readonly field: string } | { readonly metadata: string }>
> = {
  id: { field: "id" },
  date: { field: "date" },
  updated_at: { field: "updated_at" },
  stars: { metadata: "score" },
  text: { field: "text" },
  title: { field: "title" },
  person: { metadata: "userName" },
  version: { metadata: "version" },
  likes: { metadata: "thumbsUp" },
  url: { field: "url" },
  lang: { field: "lang" },
  app: { field: "app" },
  package: { metadata: "packageName" },
  source: { field: "source" },
  parent_id: { field: "parent_id" },
  org: { field: "org" },
};

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

export const englishNames: Readonly<Record<Field, readonly string[]>> = {
  // Tweets carry their id as digits too (id_str); Typeform calls its own `#` or Token; pandas and Mongo `_id`.
  id: list(`
    idStr id reviewId responseId _id tweetId ticketId ticketNumber messageId commentId postId feedbackId submissionId
    surveyResponseId respondentId responseToken recordId caseId caseNumber conversationId entryId
    suggestionId surveyId clientMsgId appbotId issueKey issueId issueNumber reviewsId uri ids # number token guid uuid`),
  // When it was written: what was submitted before what was begun.
  date: list(`
    date createdAt created reviewDate reviewDateAndTime reviewSubmitDateAndTime reviewSubmitMillisSinceEpoch
    reviewCreatedUtc reviewCreated reviewCreatedAt reviewTime unixReviewTime reviewTimestamp at createdUtc
    submittedAt submitted submitDateUtc submitDate submissionDate submissionTime submittedOn timeSubmitted dateSubmitted
    hsSubmissionTimestamp openedAt opened dateOpened dateTimeOpened startedAt startedAtUtc createdAtUtc createdDateUtc createdOn completedAt dateCompleted recordedDate
    createdDate createdDateTime createDate createTime createdTime creationDate creationTime dateCreated timeCreated
    createdTimestamp creationTimestamp publishedAt published publishedDate datePublished publishDate publicationDate pubDate
    dates.publishedDate posted postedAt postedOn postedUtc postDate postedDate datePosted timePosted reviewPosted reviewPostedAt reviewPostedOn responseDate respondedAt responded respondedOn surveyDate messageTime
    messageDate sentAt sentDateTime receivedAt receivedDate receivedDateTime tweetCreated tweetCreatedAt occurredAt reviewedAt reviewedOn feedbackDate
    commentDate ticketCreatedAt reviewsDate reviewDatetimeUtc reviewDatetime reviewTimestampUtc timestamp timestampUtc datetime dateTime dateAndTime dateUtc timeUtc endDate endDateUtc
    startDate startDateUtc time day ts lastModified.seconds`),
  updated_at: list(`
    updatedAt updated updatedDate updatedTime updateTime updatedUtc dateUpdated timeUpdated modifiedAt modified modifiedDate
    dateModified lastModified lastModifiedAt lastUpdated lastUpdate lastUpdatedAt reviewLastUpdateDateAndTime
    reviewLastUpdateMillisSinceEpoch editedAt userUpdatedAt hsLastModifiedDate dates.updatedDate updatedTimestamp lastUpdateTime lastUpdatedTime`),
  stars: list(`
    stars starRating rating score overall overallRating reviewStars reviewRating reviewScore reviewStarRating ratingValue
    userRating customerRating reviewsRating numberOfStars starCount ratingScore rate imRating ratings reviewRatingValue
    reviewRating.ratingValue conversationRating.rating csat csatScore csatRating satisfaction satisfactionRating nps npsScore npsRating q1Nps`),
  text: list(`
    text review reviewText reviewsText reviewBody reviewContent reviewComment reviewComments reviewDescription reviewMessage userReview
    customerReview fullText extendedTweet.fullText notePost.text noteTweet.text content contents contentText body bodyText
    plainBody textBody comment comments commentText commentBody userComment customerComment feedback feedbackText
    feedbackComment customerFeedback userFeedback message messageText messageBody mainText selftext postRaw raw postText
    postContent postBody tweet tweetText verbatim verbatims reviews opinion remark remarks openEndedResponse response
    responseText answer answerText source.body description ticketDescription details cleanedText snippet value excerpt
    bodyPreview postDetails feedbackMessage firstMessage initialMessage hsContent textOriginal textDisplay ticketBody issueBody preview
    postCooked cooked bodyHtml contentHtml`),
  title: list(`
    title reviewTitle subject reviewSubject headline reviewHeadline summary reviewSummary topicTitle ticketSubject
    rawSubject titleText source.subject feedbackTitle reviewsTitle postTitle ticketName ticketTitle issueTitle`),
  person: list(`
    userName author authorName reviewerName reviewer reviewerNickname nickname nickName displayName consumerName
    reviewConsumerUserName consumer.displayName consumerDisplayName consumer profileName screenName user.screenName
    user.username user.login user.name author.username author.handle account.acct author.name author.displayName reviewer.displayName source.author.name
    from.emailAddress.name from.user.displayName requester.name requesterName requester reporter userProfile.realName realName author.login primaryCustomer.first reviewsUsername creatorName personName authorTitle authorDisplayName customerName contactName customer userDisplayName userNickname user reviewUserName reviewAuthor writtenBy postedBy
    respondent respondentName fromName from fullName yourName whatsYourName whatIsYourName firstName name`),
  person_id: list(`
    userId reviewerId authorId customerId consumerId accountId profileId requesterId memberId respondentEmail emailAddress
    email userEmail`),
  version: list(`
    version appVersion appVersionName reviewCreatedVersion versionName imVersion productVersion softwareVersion
    reviewVersion reviewAppVersion clientVersion`),
  likes: list(`
    thumbsUp thumbsUpCount totalThumbsUp likes likeCount likesCount favoriteCount favouriteCount publicMetrics.likeCount helpfulVote
    helpfulVotes helpfulCount helpfulnessNumerator useful usefulCount upvotes upvoteCount voteCount votes vote ups imVoteSum
    imVoteCount numberOfLikes numHelpful peopleFoundHelpful reviewLikes reviewVotes helpful votesCount favouritesCount favoritesCount
    positiveFeedbackCount`),
  url: list(`
    url link reviewLink linkToReview linkToPost linkToTicket reviewUrl permalink reviewPermalink tweetUrl postUrl ticketUrl sourceUrl href htmlUrl canonicalUrl`),
  lang: list(`lang language reviewerLanguage reviewLanguage languageCode locale userLanguage`),
  app: list(`app appName application applicationName product productName`),
  package: list(`packageName package appId applicationId bundleId appBundleId appStoreId`),
  source: list(`source reviewSource feedbackSource`),
  parent_id: list(`
    parentId inReplyToStatusIdStr inReplyToStatusId inReplyToTweetId inReplyToId replyToId parentReviewId parentCommentId
    parentPostId`),
  org: list(`org organisation organization organisationName organizationName company companyName accountName`),
};

/** A score on its own scale, wherever it stands: never taken for stars. */
export const recommendationNames: readonly string[] = list(`nps npsScore npsRating q1Nps`);
