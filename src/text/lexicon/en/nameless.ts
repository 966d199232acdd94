/** Words of praise and small talk that name no task and no feature. English. */

export const nameless = `
  a an the this that these those it its it's i i'm i've i'd i'll im ive me my mine we our us you your u ur he she
  they them their his her one ones who whom which what whatever is are was were be been being am do does did doing
  done has have had having can could will would shall should may might must get gets got getting go goes going gone
  went come comes make makes made making give gives gave giving take takes took say says said see seen saw look
  looks looking know knows think thinks feel feels felt find found try tried trying keep keeps kept start started
  let lets put want wants wanted need needs needed use uses used using usage user users like likes work works worked
  working help helps helped helping recommend recommended download downloaded install installed buy bought purchase
  purchased own owned wish hope deserve deserves continue bring brings brought become becomes became rate rating
  rated and or but so because if when while since as than then though although however also too very really much
  many more most some any all every each both few lot lots bit little quite rather totally absolutely completely
  definitely certainly honestly truly highly extremely super pretty just only even still yet ever never always often
  sometimes usually again already now today yesterday tomorrow recently lately far away here there everywhere where
  how why not no yes yeah ok okay well hi hello dear sir bro guys please pls about after against before between by
  for from in into of off on onto out over through to under until up with within without at around along across
  during per via else such same other others another able app apps application applications apk program programme
  software product products thing things something everything anything nothing stuff way ways kind type sort part
  job experience life lives time times day days daily week weeks month months year years hour hours minute minutes
  moment long short new old first second last next end point points star stars review reviews people person everyone
  everybody anyone someone man woman friend friends family guy team developer developers dev devs company brand
  creator creators play store android ios iphone phone phones mobile smartphone device devices watch watches
  smartwatch band tablet gadget laptop computer version versions update updates world market country india usa uk
  hands heart number top level quality idea opinion honest word words money service services whole overall general
  generally basically simply literally exactly especially actually probably maybe perhaps hopefully finally lol haha
  hahaha omg wow etc ps ya yup yep thanku thankyou ty god bless real big small huge different suitable necessary
  important personal personally single total favourite favorite fan true right sure enough less least best better
  amaze amazed information info data feature features function functions functional functionality functionalities
  detail details detailed seems seem set sets setup myself yourself himself themselves don't dont can't cant didn't
  doesn't haven't hasn't isn't wasn't won't couldn't wouldn't you'll you're there's that's what's let's provides
  provide provided providing once tool tools available everyday several full amount amounts follow place places
  sense tell tells told aap gud pro lite back soo alot system systems technology tech partner companion buddy
  performance option options types change changes changed average class active comprehensive complete simple solid
  pleasant surprised expect expected expectations understand understanding improve improving improvement
  improvements upgrade upgrades tons loads range plenty variety cannot usefully awsome amzing excelent excellant grt
  gr8 thx tnx tanks finding learning learn learned learnt stay stays down home leave left return switch switched
  based basic basics early late ready finish finished seeing checked check checking check-in offer offers offering
  perfect pure surely ask asked add added adding thought call called pick picked kudos congratulations congrats wait
  waiting forward gear concept invention impact positive difference differently rest matter fact case reason reasons
  chance choice side mind whichever company's app's iam nd two three four five ten hundred 1 2 3 4 5 10 100 5star
  5stars
`;
