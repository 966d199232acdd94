/** Words that are right in feedback though the dictionary lacks them: slang, and the vocabulary of apps and devices. English. */
import { wordsOf } from "../lexicon.ts";

export const slang: ReadonlySet<string> = new Set(
  wordsOf(`
    lol lmao rofl omg wtf btw fyi imo imho tbh idk smh asap aka etc ie eg vs pls plz plzz plss pleeease thx thnx tnx
    ty tysm thanx thanku thankyou u ur r ya yea yeah yup yep nope nah gonna wanna gotta kinda sorta dunno lemme
    gimme cuz coz bcoz bcz bcs becoz cos cause tho thru til till n nd d b c k kk ok okay okey okayish ohk hmm hm huh
    ugh meh wow woah whoa yay yikes oops ooh aah haha hahaha hehe heh lolz xd im ive id ill youre youve youll theyre
    theyve weve were hes shes its thats theres heres whats wheres whos lets dont doesnt didnt isnt arent wasnt
    werent wont wouldnt couldnt shouldnt cant cannot hasnt havent hadnt aint yall ain't y'all app apps info pic pics
    vid vids msg msgs txt fav fave favs vibe vibes hella legit awesomeness crappy sucky glitchy laggy buggy janky
    clunky spammy scammy bff gf bf bro dude dudes guyz peeps folks nite tonite gr8 b4 2day ppl sth smth smtg bday
    congrats kudos ftw mins min secs sec hrs hr yrs yr wk wks lbs kgs kms km kg cm mm mph kph bpm pct approx max
    acct amt qty dept govt mgmt natl rs inr usd eur gbp cad aud lakh lakhs crore crores rupee rupees paise paisa lac
    lacs ac dob atm atms otp otps pin pins kyc upi emi qr pos sim esim imei mobile mob cell wifi wi-fi bluetooth ble
    gps nfc usb hdmi vpn ip dns url urls http https www pdf csv gpx tcx jpg jpeg png gif mp3 mp4 hd uhd ui ux api
    apis sdk os ios ipados macos android iphone ipad pc pcs laptop desktop smartphone smartphones smartwatch
    smartwatches windows linux playstore appstore login logins logon logout logoff signin signup username usernames
    userid passcode passcodes passphrase captcha biometric biometrics faceid touchid timeline homepage homescreen
    lockscreen fullscreen screenshot screenshots popup popups tooltip dropdown checkbox hotspot emoji emojis
    emoticon emoticons gifs meme memes selfie selfies hashtag hashtags podcast podcasts playlist playlists
    livestream livestreams dm dms unfollow unfriend unsubscribe unsubscribed unlink unpair unpaired unpairing
    pairable repair resync re-sync resynced sync syncs synced syncing unsync unsynced synch synchs synched synching
    reinstall reinstalls reinstalled reinstalling re-install uninstall uninstalls uninstalled uninstalling
    redownload re-download redownloaded reboot rebooted rebooting relogin re-login reset resets unlocker offline
    online realtime cloud dev devs admin admins mod mods noob noobs beta alpha config configs autosave autofill
    autocorrect autoplay autocomplete backend frontend changelog bugfix bugfixes hotfix rollback customization
    customizations customizable customisable configurable user-friendly userfriendly touchscreen multitasking
    multitask workflow workflows notification notifications widget widgets paywall paywalls freemium adware spyware
    malware bloatware antivirus adblock adblocker chatbot chatbots ai ml gpt cashback e-wallet ewallet wallet
    fintech bitcoin crypto blockchain bnpl debit recharge recharges recharged autopay checkout refundable chargeback
    paid helpline helpdesk tollfree callcenter customercare ewaste ebook ebooks eBook wishlist logcat wearables
    wearable pedometer altimeter accelerometer spo2 hrv vo2 vo2max elliptical treadmill cadence powerlifting
    crossfit triathlon swimrun geocaching hiit calorie kcal kcals macro macros sms apk apks gb mb kb tb bc bt amoled
    oled webpage webpages journaling notetaking pdfs barcode barcodes feedbacks trainings heartrate watchface
    watchfaces billers biller txn txns pincode upto smartband smartbands luv luvs everytime preinstalled rescan hz
    mah wearos lockdown covid vlog vlogs vlogger cashless debited undebited autopayment uncheck unchecked untick
    toggle toggles swipe swipes swiped swiping scrollable zoomable tappable clickable unusable uninstallable
    incompatible unresponsive
  `),
);

/** British spellings as patterns, each with what makes it American, the only spelling the dictionary holds. */
export const britishSpellings: readonly (readonly [RegExp, string])[] = [
  [/our/, "or"],
  [/is(e|ed|es|er|ers|ing|ation|ations|able)$/, "iz$1"],
  [/ys(e|ed|es|er|ing)$/, "yz$1"],
  [/tre(s?)$/, "ter$1"],
  [/ogue(s?)$/, "og$1"],
  [/ll(ed|ing|er|ers)$/, "l$1"],
  [/enc(e|es)$/, "ens$1"],
  [/mme(s?)$/, "m$1"],
  [/^(?:re|un|pre|non|auto|multi)-?/, ""],
];
