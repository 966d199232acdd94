/** Words that tell of harm: lost money, lost data, a breach, no access, a crash, something that can't be done, lost time. English. */
import type { Lexicon } from "../lexicon.ts";

export const harms: Lexicon["harms"] = {
  money: `
    money amount amounts balance payment payments rupees rs dollar* euro* pound* cash fund funds refund* salary
    savings deposit* transaction* wallet bank upi inr usd
  `,
  taken: `
    deduct* debit* lost lose losing stolen stole steal* missing gone vanish* overcharg* unauthori* unrefunded looted
    looting scam* fraud* cheat* robb* withheld pending
  `,
  charged: "charged charging billed billing",
  unduly: "twice double again extra without wrongly unauthori* permission consent cancel*",
  breach: "hack* breach* leak* phish* malware virus spyware trojan ransomware unauthori* stolen exposed",
  guarded: "account accounts data password* identity card phone privacy information details personal otp",
  lost: "lost lose loses losing deleted deletes erased erases disappear* wiped wipes gone vanish* corrupt* overwritten",
  kept: `
    data photo photos picture* history file files note notes message messages record records progress contact
    contacts document* backup* video* chat chats conversation* workout* activities ride rides km kilometres
    kilometers miles trips entries steps streak* playlist* work
  `,
  cannot: `
    can't cant cannot couldn't unable won't wont impossible doesn't doesnt didn't not never refuses fails failed
    failing
  `,
  entry: `
    login log signin sign open opens opening start starts launch launches access use register verify connect
    connects load loads scan scans read reads recognise* recognize* accept accepts detect detects buy book pair
    pairs sync syncs pay send install update enter
  `,
  locked: "locked blocked suspended banned disabled deactivated unusable bricked",
  absent: "missing gone lost unsaved",
  act: `
    let lets add adds allow allows find get gets see show shows receive receives arrive arrives come comes respond
    responds appear appears complete activate link links remove delete change cancel play plays save saves saved
    select choose proceed transfer turn switch reach contact
  `,
  turned: "declined rejected denied refused",
  wasted: "wasted waste lost losing waited waiting wait missed late",
  time: "hour hours minutes days weeks months time train flight bus appointment meeting exam class deadline",
  crash: "crash* freez* froze* hangs hang hanging restart* reboot* closes",
  fault: `
    bug bugs buggy error* glitch* broke* stuck fail* issue* problem* wrong* incorrect* inaccura* slow* lag* drain*
    stopped
  `,
  negation: "no not never without n't zero",
};
