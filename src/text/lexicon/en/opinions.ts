/** Words that praise or blame whatever they are said of. English. */
import type { Opinions } from "../lexicon.ts";

export const opinions: Opinions = {
  strongPraise: `
    love* loving excellent* awesome* amazing* fantastic* perfect* wonderful* superb* brilliant* outstanding best
    fabulous phenomenal incredible incredibly exceptional flawless* delight* marvel* magnificent stellar splendid
    terrific gem lifesaver unbeatable super top
  `,
  praise: `
    good great nice nicely cool fine well easy easily easier simple useful helpful handy convenient* reliab*
    accurate* accuracy fast faster fastest quick quickly swift* smooth* seamless* intuitive* friendly clean clear
    neat stable robust secure secured safe* trust* recommend* liked enjoy* happy pleased satisf* glad grateful
    thank* thanx thx appreciat* improved improves impress* efficient* effective* beautiful* elegant user-friendly
    effortless* hassle-free comfortable comfort convenience ease benefit* helps helped worth worthy informative
    responsive polished attractive genuine trusted prompt motivat* inspir* fun interesting precise precisely
    valuable affordable cheap free bonus reward rewarding fav* favourite flexible lightweight professional rapid
    speedy success successful successfully superfast supportive trustworthy versatile winner wow yay yummy intuitive
  `,
  strongBlame: `
    worst terrible* horrible* horrendous awful* pathetic* disgust* useless* worthless garbage trash crap* rubbish
    scam* fraud* cheat* thief thieves steal* stole* stolen robb* hate* hated shit* suck* joke ridiculous*
    unacceptable unusable atrocious abysmal dreadful* shame* nightmare horrid fake liar* lie lies lying appalling
    idiot* stupid* bullshit ripoff rip-off malware virus spyware hopeless miserable disaster catastroph* unethical
    criminal loot*
  `,
  blame: `
    bad badly poor poorly waste* wasting wasted disappoint* frustrat* annoy* irritat* slow* slower lag* laggy crash*
    bug bugs buggy error* fail* freez* froze* glitch* stuck broke* hang hangs hanging issue* problem* trouble*
    wrong* incorrect* inaccura* fault* corrupt* difficult* hard confus* complicat* complex clutter* messy mess
    missing lack* lacking unable impossible stopped stops lost lose losing loss disappear* disconnect* drain*
    uninstall* unreliab* unstable unhappy unsatisf* dissatisf* unfortunately sadly sad angry upset pain painful
    hassle* tedious clunky outdated outage downtime expensive overpriced costly charged charges overcharg* hidden
    refund* denied deny declin* reject* refus* block* deduct* debited pending delay* late ignored ignore ignores
    unhelpful unresponsive rude unwanted spam* intrusive invasive ads advert* popup* pop-up* privacy limited
    restrict* incompatib* unsupported insecure unsafe risk* hack* leak* worse worsen* lousy boring bored dumb silly
    weird strange nonsense useless inconvenien* inconsisten* insufficient inadequate mediocre meh misleading
    mislead* unclear unnecessar* pointless cumbersome bloat* heavy forced forcing force forces nag* harass* bother*
    complain* complaint* concern* unsolved unresolved unprofessional unpleasant ugly vanish* terminat* suspend*
    expir* locked
  `,
};
