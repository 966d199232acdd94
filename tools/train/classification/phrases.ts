/**
 * Short phrases that praise or blame, as people put them in feedback about any product: the aspects come on both
 * sides, so that only the judgement is learnt. Written by hand for this project.
 */

const aspects = (
  "app|interface|customer support|customer service|login|sign up|payment|money transfer|bank account|refund|cashback offers|rewards|search|notifications|" +
  "camera|video call|voice messages|chat|file upload|download speed|sync|backup|password reset|verification code|OTP|account settings|profile page|" +
  "home screen|dark mode|widget|dashboard|reports|charts|calendar|reminders|map|navigation|delivery|order tracking|checkout|subscription|premium plan|" +
  "pricing|ads|privacy settings|permissions|battery use|loading time|performance|latest update|new version|design|layout|font size|language choice|" +
  "offline mode|sound quality|music player|subtitles|playlist|bill payment|ticket booking|QR code scanner|fingerprint login|sleep tracking|step counter|transaction history|wallet"
).split("|");

const blame =
  "X not working|X doesn't work|X stopped working|X fails|X failed|X keeps failing|issues with X|problem with X|issue in X|unable to use X|can't use X|cannot open X|X not loading|X not available|poor X|bad X|slow X|X is slow|no X|lack of X|missing X|X missing|no option for X|X removed|X gone after update|difficult X|X hard to use|X is confusing|X unreliable|delay in X|X delayed|error in X|X error|X stuck|X crashes|X keeps crashing|X broken|fix X|fix the X|please add X|need X|need better X|X should be improved|X needs improvement|want X back|no proper X|no response about X|X not received|X pending|X rejected|X blocked|X too expensive|hidden charges for X|fake X|X is useless|worst X|terrible X|waste of time because of X|disappointed with X|frustrated by X|annoying X|too many steps for X|X takes too long|X not supported|X incompatible|wrong X|X incorrect|lost X|X not showing|X disappears|forced X|X not user friendly|X could be better|X not good|X is not helpful|doesn't support X|never got X|inconsistent X|complicated X|unwanted X|X request denied|concerns about X|trouble with X|X declined|X freezes|X lags|X drains battery|increase X|improve X|X limit too low|no clarity on X|X not updated|uninstalled because of X".split(
    "|",
  );

const praise =
  "good X|great X|excellent X|nice X|amazing X|best X|easy X|X is easy to use|easy to use X|simple X|X works well|X works great|X works perfectly|X working fine|love the X|I like the X|helpful X|useful X|reliable X|fast X|quick X|X is fast|smooth X|X is smooth|seamless X|convenient X|X is convenient|user friendly X|intuitive X|clean X|beautiful X|well designed X|secure X|safe X|accurate X|impressive X|X improved|much better X|no issues with X|no problem with X|X without any problem|never had problems with X|hassle-free X|X saves time|happy with X|satisfied with X|thanks for X|X is awesome|perfect X|wonderful X|fantastic X|superb X|affordable X|free X|X makes life easy|appreciate the X|wide range of X|variety of X|X helps a lot|recommended for X|enjoy the X|instant X|one click X|X at fingertips|handy X|efficient X|X is a lifesaver|effortless X|responsive X|X is top notch|all in one X|trustworthy X".split(
    "|",
  );

const alone = {
  blame:
    "not working|doesn't work|does nothing|won't open|keeps crashing|crashes on start|too slow|very slow|too many ads|full of ads|waste of time|waste of money|money deducted|amount debited but not credited|money lost|not refunded|no refund|no response|no reply|nobody helps|no help from support|unable to log in|can't log in|can't sign in|cannot register|black screen|blank screen|stuck on loading|something went wrong|session expired|server down|not secure|data stolen|account blocked|account hacked|account suspended|charged twice|overcharged|hidden fees|extra charges|too expensive|not worth it|not good|not great|not useful|not helpful|not reliable|not user friendly|not happy|not satisfied|not recommended|don't install|do not download|uninstalled|going to uninstall|switching to another app|worst experience|very bad|pathetic|disappointed|frustrating|annoying|confusing|cluttered|hard to use|difficult to understand|too complicated|drains battery|takes too much space|uses too much data|asks for too many permissions|privacy concerns|misleading|false promises|fake|scam|fraud|cheating customers|stole my money|lost my data|data not saved|history deleted|photos disappeared|no longer works|stopped working after update|worse than before|bring back the old version|should be free|please fix|fix this|needs improvement|room for improvement|missing features|limited options|no dark mode|outdated|laggy|buggy|freezes|hangs|error message|failed transaction|verification fails|code never arrives|wrong information|inaccurate|notifications don't arrive|messages not delivered|poor quality|bad design|ugly|boring|repetitive|unfair|rude staff|late delivery|item not received|wrong item|damaged|unhelpful|ignored|no solution|unresolved|still not fixed|same problem again|keeps logging me out|forced update|spam calls|spam messages|auto renewal without consent|can't cancel|hard to cancel|not transparent|loses connection|won't connect|disconnects|not compatible|not available in my country|doesn't support my phone|hassle|nuisance|headache|time consuming|unprofessional|irresponsible|loss of trust|harassment|threatening|stress|inconvenience".split(
      "|",
    ),
  praise:
    "works well|works perfectly|works great|works as expected|works like a charm|just works|easy to use|simple to use|user friendly|easy and fast|quick and easy|fast and reliable|safe and secure|very good|very nice|very useful|very helpful|really good|so good|great app|good app|nice app|best app|excellent|awesome|amazing|love it|love this app|perfect|superb|fantastic|wonderful|brilliant|outstanding|highly recommended|must have|five stars|worth it|worth every penny|good value|saves time|saves money|makes life easier|no problems|no issues|no bugs|no ads|ad-free|bug-free|never crashes|never fails|never let me down|problem solved|issue fixed|fixed quickly|much better now|improved a lot|gets better with every update|great update|clean interface|beautiful design|intuitive|smooth|seamless|convenient|handy|helpful support|quick response|friendly staff|fast delivery|instant transfer|good offers|great deals|accurate|reliable|trustworthy|motivating|fun to use|enjoyable|addictive|relaxing|comfortable|satisfied|happy customer|impressed|thank you|thanks to the team|well done|good job|keep it up|great work|lots of features|many options|everything in one place|wide selection|good quality|high quality|clear sound|sharp pictures|simple and clean|lightweight|works offline|free to use|can't complain|nothing to complain about|no complaints|not bad at all|could not be better|can't live without it|secure|peace of mind|hassle free|effortless|modern|innovative|revolutionary|go-to app|favourite app|better than the others|better than others|one of the best|second to none|exceeded expectations|a lifesaver|time saver|helps me every day|keeps me organised|keeps me motivated|smart|powerful|flexible|robust|stable|responsive|efficient|transparent|genuine".split(
      "|",
    ),
} as const;

export interface PolarPhrase {
  readonly text: string;
  readonly positive: 0 | 1;
}

/** Every aspect with each fifth or so judgement of both kinds, then the phrases that stand alone. */
export const polarPhrases = (): PolarPhrase[] => {
  const phrases: PolarPhrase[] = [];
  const combine = (judgements: readonly string[], positive: 0 | 1, stride: number): void => {
    aspects.forEach((aspect, a) => {
      judgements.forEach((judgement, j) => {
        if ((a * 7 + j * 3) % stride === 0) phrases.push({ text: judgement.replace("X", aspect), positive });
      });
    });
  };
  combine(blame, 0, 7);
  combine(praise, 1, 6);
  for (const text of alone.blame) phrases.push({ text, positive: 0 });
  for (const text of alone.praise) phrases.push({ text, positive: 1 });
  return phrases;
};
