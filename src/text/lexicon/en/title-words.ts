/** English words by the role that they play in titles of themes. */
// cspell:disable

/** Before a noun; a title leaves them away. */
export const determiners =
  "a an the this that these those my your our their his her its it's some any every all each such same other another no i you he she we they me us them it";

/** Objects that name nothing in particular. */
export const emptyObjects =
  "app apps application applications thing things everything anything something nothing it this that one ones stuff issue issues problem problems bug bugs time times way ways lot lots part people user users customer customers day days year years week month months hour hours use work star stars review reviews company developers developer team please thanks 1 2 3 what which who";

/** Names of what every product has many of: alone they don't say which. */
export const untoldThings =
  "area background bar box button buttons case center content detail details element elements field fields form function functions functionality group icon icons information info item items level line link links list lists menu menus method mode modes name number option options page pages panel part parts place process reason row section sections selection size sort state status step steps symbol tab tabs title tool tools type types value values view views window windows";

/** Where a noun phrase ends: what follows is a clause of its own. */
export const phraseBreakers =
  "that which who because but so when while if although though since as than is are was were be been has have had do does did can can't cannot could should would will won't please pls and/or i you we they it he she my your why how maybe perhaps soon asap hopefully";

/** A title never ends on one. */
export const titleStops =
  "a an the of to for and or but is are was were be on at by with that this it its from as so if not very in into my your our their all any too also just even really now again still only up out off those these them there here can could would should will may might more than doesn't doesnt isn't isnt won't wont can't cant don't dont didn't didnt aren't arent wasn't why maybe know knows when while until till after before because whether like every since although though unless whenever whereas during without through via per using make makes";

/** They only join a thing to what was said before it. */
// cspell:ignore bcz becoz
export const leadingWords =
  "about also and as at because down into onto via per but by can cos could coz cuz bcz becoz for from however if in instead just kindly maybe must of on only or perhaps please pls plz should since so than that then though to unless until when whenever where wherever while with would";

/** A phrase that begins with one tells what people do: no thing that could fail. */
export const doing =
  "hates loves dislikes despises knows thinks refuses insists add adding be being buy buying can cancel canceling cancelling cannot change changing check checking click clicking connect create creating delete deleting do doing edit enter entering find finding forget get getting give giving go going have having keep keeps know let make making move need needs open opening pay paying put read receive receiving remove removing save see seeing sell selling send sending showing shows stop take taking tell try trying turn updating use using watching working write after before during when choose chosen rewatch re-watch reactivate re-activate remember utilise utilize decide understand figure begin starting stopped quit allow allows gives provides showing told asks asked want wants wanted needed liked loved used says said come comes came went wait waited waiting currently only already suddenly still always never sometimes often very too more most please";

/** No title of a clause begins with one: it is the middle of a sentence, or points at something that was said before. */
export const clauseMiddles =
  "absolutely actually ain't aint aren't basically being came come comes coming completely couldn't did didn't didnt doing don't dont done each even ever every everything get gets getting give gives given go goes going gone got had has hasn't hasnt have haven't how is isn't isnt just keep keeps kept let lets like literally made makes many me more most much neither one ones never not nothing now once other others quite rather really same seems shouldn't simply so some something sometimes still such suddenly then there these those totally used very was wasn't were weren't whenever without wont wouldn't wouldnt yes yet";

/** What things are like: alone it names none of them. */
export const qualities =
  "able available free louder quieter brighter darker bad better best big bigger biggest black blank broken cheap cheaper confusing current different difficult easier easy empty expensive extra fast faster few good great hard heavy high larger largest last late latest less long longer low main many new newer newest next nice old older oldest only other poor previous quick ready recent same several short simple slow slower small smaller smooth abusive active addictive aggressive attractive competitive deceptive defective effective excessive exclusive expensive inactive ineffective informative interactive intrusive intuitive invasive offensive productive repetitive responsive sensitive unintuitive unresponsive sure total unable updated wrong younger";

/** Things, though they end like what things are like ("annoying", "useless", "unreliable"). */
export const thingsByEnding =
  "advertising backing banking bedding betting billing binding blogging boarding bonding booking branding browsing buffering building calling camping casting catering ceiling charging chatting cleaning clothing coaching coding cooking crossing cropping cycling dating dialing dialling dining driving dubbing earning editing ending evening farming feeling filing filling filming filtering fishing fitting flying formatting forwarding funding gaming gathering grouping handling heading hearing hiking hosting housing imaging indexing invoicing jogging king labeling labelling landing learning lending lettering lighting linking listening listing loading locking logging mailing mapping marketing matching meaning meeting messaging mirroring morning multitasking naming navigating networking onboarding ordering outing packaging painting pairing parking phrasing ping planning playing polling posting pricing printing processing programming publishing rating reading recharging recording recycling refueling rendering renting reporting ring roaming rounding routing rowing running saving scaling scanning scheduling scoring scrolling searching seating sequencing setting shading sharing shipping shopping sizing sleeping snoozing sorting spacing spelling spring staging stapling steering streaming string styling surfing swimming swiping synching syncing tagging teaching testing tethering texting thing ticketing timing tipping tracking trading training tutoring typesetting typing unlocking uploading versioning viewing voting walking warning wedding weighing wing wiring wording wrapping writing zooming feed newsfeed speed seed bed embed family reply supply assembly anomaly butterfly monopoly cable collectible deliverable executable fable payable portable receivable table timetable turntable variable vegetable wearable bible";

/** Ends of nouns that look plural and are not. */
export const numberlessEndings =
  "news gps sms os ios status access process progress address business maths always wireless virus series bus gas lens bonus focus canvas atlas alias pass plus express windows works";

/** Abuse is never shown in a title. */
export const rudeWords =
  "fuck fucking fucked fuckin shit shitty bullshit crap crappy damn bitch bastard asshole ass idiot idiots idiotic stupid moron morons dumb dumbass piss pissed sucks suck sucking garbage trash rubbish pathetic ridiculous disgusting horrible horrendous terrible awful worst useless wtf hell bloody crooks crook thieves thief scammers scammer cheaters cheater liars liar hate";

/** Persons and what is theirs; a title is about things. */
export const pronouns =
  "i you u ur he she we they me us them my your our their his her hers mine yours ours theirs it its i'm i've i'd i'll you're you've we're we've they're they've he's she's it's myself yourself";

/** Written like this, however people type them. */
export const acronyms =
  "API APIs APK ATM CPU CSV CVV DND DRM EMI ETA FAQ GIF GIFs GPS GPU GST HD HDR HTML ISBN JSON KYC NFC OTP OTPs PDF PDFs PIN PINs QR RAM SIM SMS SSO TV UI UPI URL URLs USB VPN XML 2FA";

/** Verbs of what becomes of a thing, in the base form: with them a clause tells of it. */
export const clauseVerbs =
  "appear arrive beep begin block bounce break buffer cause change charge clear come cost cover crash cut die disappear display double drain drift drop duplicate end expire fade fail fall flash flicker float forget freeze glitch go hang heat hide ignore jam jerk jump keep lack lag land lead leave load log lose mix move need open overlap overlay overwrite play point pop print put randomize reboot reject remain repeat require reset restart return revert rise rotate say scatter scramble scroll seem send shift show shrink shut sink skip slide slip snap sound spin split stack stall stay stick stop stretch stutter swap switch sync take throw tilt time toggle truncate turn twitch vanish vary wake want wipe wobble work wrap";

/** Verbs that are no nouns in the plural. */
export const plainVerbs =
  "accept add allow arrange ask build buy choose convert cut delete deliver divide download eat find forget generate give go handle hate hear hide ignore insist join keep learn let lose make merge mix open pay perform play put reach receive refuse remove replace require respond restore say see sell send show skip spend start stay stop take tell translate use want write";

/** What begins a clause that only says when or why. */
export const subordinating =
  "when whenever while because cause cos cuz since until till unless although though even so as after before once";
