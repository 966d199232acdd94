// cspell:disable
/**
 * Frequent words of languages that eld's table lacks, written for this project: each word is rare or absent in the
 * languages that eld takes its text for, so a few hits tell. Patterns are letters, beginnings and endings that no neighbour writes.
 */

export interface TellingWords {
  readonly words: string;
  /** words that other languages have too: they count only where eld finds no language that fits */
  readonly shared?: string;
  /** source of an expression for a word in lower case: letters, beginnings, endings that speak for the language */
  readonly pattern?: string;
  /** eld's codes of the only languages that it takes for this one; without it, any */
  readonly near?: string;
  /** source of an expression for letters that a text in the language doesn't hold */
  readonly never?: string;
}

/** By ISO 639-1 code. */
export const tellingWords: Readonly<Record<string, TellingWords>> = {
  af: {
    words:
      "nie ek jy sy hy hulle julle baie hierdie daardie vir wees sal lêer lêers gids opdrag wagwoord gebruiker 'n asook skep kies skrap stoor nuwe word lyk sê oor sodat moenie kry gee mense skool kyk gesê dis kon ongeldige verkeerde stelsel lees skryf skyf druk inligting stuur vrou seun goed mooi hoekom waarom dalk eers saam niks iets vandag gister môre drie vyf sewe agt nege wêreld lewe eie regering polisie suid afrika bly tyd hoë hê nê reg toepassing werk wil moes laat huis toe kinders maatskappy soek foon jou ander elke deur slegs tussen",
    pattern: "^sk|[bdfghklmnprstvwj]y|ê",
    near: "nl de",
  },
  bs: {
    words:
      "uslov uslovi uslova hiljada hiljade hiljadu sedmica sedmice sedmicu historija historije evropski evropske evropska evrope evropi januar januara februara marta maja juna jula avgusta augusta septembra oktobra novembra decembra opšti opšte opšta porodica porodice takođe odbrana odbrane aerodrom fabrika fabrike hemija muzika muzike zvanično zvanični finansije finansijski finansijska tačno tačka tačke tačku šta neko niko kahva saopštio saopćio bezbjednost prisustvo učestvovati učešće bosna bosni bosne hercegovina hercegovine hercegovini sarajevo sarajevu bošnjaka bh republike srpske uvoz izvještaj organizuje organizovati procenat procenata samoubistvo učesnici sopstveni prikaži",
    near: "hr sl sr",
  },
  cy: {
    words:
      "yr yn mae eu eich dim ddim wedi gan gyda gyfer sydd oedd roedd bod fod cael gael hyn hon hwn hynny neu ond hefyd wrth rhwng dros trwy drwy mwy fwy pan lle ble pwy beth sut pam mewn i'r o'r a'r nid nac dydy ydy ydych ydyn maen mae'n mae'r bydd byddai fydd oes gwall ffeil ffeiliau methu gallu gellir allu gwneud wneud defnyddio defnyddiwr newydd gwaith blwyddyn pobl pobol cymru cymraeg saesneg ysgol plant dyn menyw ddyn tŷ dŵr diwrnod heddiw ddoe yfory nawr yma yna iawn dda drwg mawr fawr bach fach cyntaf dau tri pedwar pump chwech saith wyth naw deg llawer rhai pob bob arall gilydd eto cyfeiriadur enw dewis agor cadw dileu cyfrinair annilys dylid yw ydi dyma hoffwn rydw dw i'n sy'n ap",
    pattern: "[ŵŷ]|dd$|^ddi|wyd|wy[rn]|^gw|^ll|^ff",
    shared: "y ei ni ar fel ac na yn heb",
  },
  eo: {
    words:
      "kaj estas ĉi tio tiu tiuj ĉiu ĉiuj kiu kiuj kio sed aŭ oni ŝi ĝi lia mia nia ilia sia estis estos estu povas povis ebla eblas devas volas havas havis faris fari krei dosiero dosieron dosierujo kiel kiam kie kial ankaŭ jam ankoraŭ pli tre tro ĝis dum antaŭ inter sub ĉar ol ĉe plej alia aliaj nova novaj bona granda homoj jaroj tagoj lando urbo mondo lingvo esperanto unu tri kvar kvin sep naŭ dek nevalida malsukcesis uzi uzanto",
    pattern: "[ĉĝĥĵŝŭ]|..[ao]jn?$",
    shared: "la ne por kun el de al sur en pri per mi vi li via tra se ke du",
    never: "[áéíóúàèìòùñãõçâêäöü]",
  },
  ga: {
    words:
      "agus ní níl tá bhí beidh bíonn ag leis ón don gan atá raibh mar seo siúd iad sí siad mé tú muid sinn sibh mo ár bhur féin ach nó dá cé cad conas cathair cén cá nuair idir faoi roimh éis trí thar chuig chun ó óna ina inar ba bhfuil dhéanamh déan rinne rinneadh comhad comhaid comhadlann earráid bhailí neamhbhailí úsáid úsáideoir ainm nua mór maith beag duine daoine bliain bliana lá inniu inné amárach anois ann anseo ansin gach uile eile freisin chomh níos mó éireann éire gaeilge béarla scoil obair ceann dhá ceithre cúig seacht ocht naoi deich chéad ndéanfar fhéidir féidir leat liom leo dul lorg bheith bhaint fuair fáil deireadh atáthar roghanna taispeáin teip theip",
    shared: "an na ar le sa is sin é í sé do má",
    pattern: "^(?:bh|mh|dh|fh|gc|bp|dt)|(?:adh|igh|acht|aí|anna)$",
  },
  kk: {
    words:
      "және бұл үшін мен сен ол біз сіз олар емес жоқ бар бір екі үш деп керек болып болады болған еді бойынша туралы кейін дейін жаңа қазақстан қазақ тілі жыл жылы адам адамдар көп үлкен жақсы қате қатесі файлды мүмкін болмады қазір барлық өте сондай немесе арқылы үй жұмыс бала ұлт оның осы сол қалай қайда қашан неге тек ғана тағы де",
    pattern: "[әғқңұһ]",
    shared: "не да",
  },
  la: {
    words:
      "cum sed quod quae quam esse erat erant fuit fuerunt hoc haec hic ille illa illud eius eorum suam suum eum eam enim autem atque nec neque aut vel nisi etiam quoque inter sub ante apud contra sine quia dum ubi unde tamen igitur ergo iam nunc tunc semper numquam omnis omnes omnia omnium multi multa rex regis regem urbs urbis urbem deus deum domini annis annum homo hominem homines hominum terra terram terrae aqua vitae bellum belli populus populi romani romanorum romanus senatus caesar imperator imperatoris anni saeculo saeculi nomen nomine quem quibus quos quas cuius ipse ipsa ipsum ita sic tam tum magnus magna magnum provincia natus mortuus factum facta dicitur appellatur quidem possunt potest posse habet habent dixit fecit venit usque primus primum linguae lingua latina",
    shared: "et est non ad qui ut ac si per ab ex de pro sunt sua nam post anno",
    never: "[áéíóúàèìòùñãõçâêäöüß]",
  },
  lg: {
    words:
      "ku mu nti okuba oba kya bya ba wa eby omu abantu omuntu ebintu ekintu okukola okugenda okukozesa okuggulawo okulaba fayiro zi tewali kino bino ono abo buli bwe ye naye kubanga lwaki wano eyo leero enkya omwaka gavumenti uganda kampala eggwanga omukulembeze bangi abaana omwana emirimu amasomero essomero olunaku ssente nnyo nnyini nze gwe ffe mmwe tebisobose kisobola tekisobola okuva ekika erinnya ekyo ebyo gye gy ly olw olwa ng'okkiriza mukazi omukazi abasajja omusajja bagamba yagambye agamba nnyabo ssebo webale kubaga okutuusa okwata abakozi ekibuga kibuga eri mw ab'omu ow amannya amateeka poliisi minisita palamenti pulezidenti",
    shared: "nga ne ya za ka bo",
  },
  mi: {
    words:
      "ngā kei kia kua rā mai atu ake iho tēnei tenei tēnā tērā ēnei aua ahau koe mātou tātou rātou koutou tāua māua rāua hoki anō anake engari mō mo mā nā nō tō tōna tāna tāku taku tōku ōna āna whakahaere whakamahi mahi tangata tāngata wāhine tamariki whenua whare wai tau reo māori aotearoa pai nui iti katoa tino noa hei kore kāore kaore ehara mehemea ina pea roto waho runga raro mua muri tētahi tetahi ētahi etahi tahi rua toru whā rima ono whitu waru iwa tekau kōrero korero haere tū noho kite mōhio pīrangi hiahia tonu hapa konae kāwanatanga kura",
    shared: "te ki ko he ka i o me e ana nei ra ia au nga",
  },
  mk: {
    words:
      "доволно содржи дали во со го ги ќе како ова оваа овој тоа тие тој таа сте сум ние вие кој која кои кое беше биле биде има датотеката датотеки вашиот вашата мојот неговиот нејзиниот сите секој многу повеќе сега потоа меѓу пред кога каде зошто затоа бидејќи исто уште веќе македонија македонски година години луѓе човек денес вчера утре невалиден прозорец прозорецот лозинка нов нова ново голем голема добро градот земјата според преку поради околу откако додека",
    pattern: "[ѓќѕ]|..(?:от|ата|ото|ите)$",
    near: "sr bg ru be uk",
    never: "[ъщйяюьћђ]",
  },
  mn: {
    words:
      "нь байна байгаа байсан байх бол болно болох болсон энэ тэр эдгээр бид тэд миний таны түүний бөгөөд ба ч гэж гэсэн гэх юм юу хэн хэзээ хаана яагаад яаж ямар бүх олон их бага сайн муу шинэ хуучин хүн хүмүүс монгол улс улсын оны жил өдөр өнөөдөр маргааш өчигдөр одоо дараа өмнө дээр доор дотор хооронд нэг хоёр гурав дөрөв тав болон эсвэл гэвч харин учир тул файлыг алдаа үгүй биш чадахгүй чадсангүй хийх авах өгөх ирэх явах үзэх ажил ажлын сургууль засгийн газар хот том",
    shared: "та би",
    pattern: "[өү]|ээ|.(?:ийн|ын|ийг|гүй)$",
    near: "ru be uk bg sr",
  },
  nn: {
    words:
      "ikkje eg dei ein vera støtta breidde høgre namn teneste passorda lasta eit frå berre nokon noko nokre vert vart verta mykje korleis kva kvar kven kvifor sjølv gjer gjere gjera høg meir fleire dykk hjå kjem heile òg saman vere seg ho dykkar ynskjer ynskje brukar brukaren fila desse einaste eigen eiga eigne inga andre likevel medan sidan tilbake byrja seier seia fekk gjekk stod såg skulle måtte kjenner veit følgjande følgje nytt nye leggja leggje lese velja velje opna anna ikkje-gyldig passordet kvarandre kvart framleis enno difor dersom etter løyve låg løpet innhald endra endre fjerna fjerne vising sluttar lukkast korkje auka auke verd norsk nynorsk trøndelag noreg",
    pattern: "[a-zæøå]{3}(?:ast|ane|leg|lege|leik|heit|kje)$",
    near: "no da",
  },
  sn: {
    words:
      "kuti uye kana asi nokuti zvakanaka vanhu munhu vana mwana zvino izvi izvo ndi ndinoda ndiri ari iri zviri kuita kuenda kuva kubva kune nekuti nezve pamusoro panguva nguva zvinhu chinhu mari basa mabasa nyika yenyika zimbabwe harare gore makore zuva mazuva nhasi mangwana nezuro iwe isu imi ivo wangu wako wake yangu yake vake vose zvose mumwe vamwe rimwe hapana hakuna haana havana musha kumusha mukadzi murume vakadzi varume akataura akati vakati anoti uyo iye avo ava ino zvikuru chaizvo ndiani riini zvaka mutungamiri mapurisa chikoro vechikoro vadzidzi hurumende vakawanda vari mukati kunze pasi saka inova rwendo mutambo nhau",
    shared: "ini uno sei",
  },
  so: {
    words:
      "waa iyo oo ku ee uu aad waxa waxaa waxay waxaan waxuu wuxuu wuxu ayaa ayuu ayey waxba kale kasta sida isku kuwa kuwaas taas kaas markii marka haddii laakiin sababtoo ahaa ahayd yahay tahay yihiin jira jirtay leh lahaa dadka dad qof wax shaqo shaqada dalka magaalada soomaaliya soomaaliyeed xukuumadda dowladda madaxweynaha ciidamada caruurta ilmo guriga maanta shalay berri sanadkii sanad maalin maalinta wakhti waqtiga badan badankooda yar weyn wanaagsan fiican cusub hore kadib kadibna inta ilaa sheegay sheegtay yidhi yiri doonaa doonayaa karo karaa kartaa inuu inay inaan inaad halkan halkaas xaalad horay goobta",
    shared: "ka u in la ma aan ay si",
  },
  st: {
    words:
      "ho ea ba hore hona tsa wa mo hape empa hobane haholo joalo jwalo tjena batho motho ngoana ngwana mosebetsi naha naheng lefatshe selemo dilemo lilemo letsatsi nako tsohle kaofela bohle bang yena bona rona lona nna wena hae hahae lapeng sekolo tjhelete chelete mmuso puso setjhaba sechaba ntho dintho lintho moo teng jwale joale kajeno maobane hosane eng neng joang jwang hobaneng mme ntate mofumahadi monna mosadi basadi banna tla tlaa ntse ntseng tseba tsebang etsa etsang bua buile bolela boletse haeba ebile etswe mapolesa dikolo lesotho afrika borwa tshwanetse lokela kgolo holo kgotla tshebetso hlokahala",
    shared: "ka le ke e se ha ya la ko bana mong o ile ne",
  },
  sw: {
    words:
      "wa kwa katika hii huu hiyo hizi hawa huyo hilo haya kuwa kama lakini pia watu mtu watoto mtoto nchi mwaka miaka siku leo jana kesho sasa baada kabla yake wake wao wangu yangu yako zako wetu yetu mimi wewe yeye sisi ninyi hakuna hapana ndiyo sana zaidi kila moja mbili tatu nne tano kazi simu haifanyi inafanya nini nani wapi lini kwanini vipi ambayo ambao ambapo kwamba kutoka hadi mpaka juu chini ndani nje kubwa ndogo nzuri mbaya mpya alisema amesema anasema walisema rais serikali tanzania kenya polisi shule mji habari asante tafadhali bado hata hivyo kupata kufanya kwenda kuja kusoma kutumia wakati mambo nyumba pesa fedha wengi wote yote zote vizuri kwenye mwingine wengine kuhusu dhidi mkuu ilikuwa alikuwa walikuwa anaweza unaweza siwezi haiwezi ninaweza sitaki nataka napenda ambaye",
    shared: "ya na ni za la au tu",
  },
  tn: {
    words:
      "ba mo tsa gore kgotsa mme fa wa tse yo gonne jaaka jalo fela gape thata batho motho ngwana tiro lefatshe ngwaga dingwaga letsatsi nako botlhe tsotlhe otlhe gongwe bangwe yona bona rona lona nna wena gagwe gae sekolo madi puso setšhaba setshaba dilo selo teng gompieno maabane kamoso eng leng jang goreng rra mma monna mosadi basadi banna tla tlaa ntse itse itseng dirang bua bolela boletse tlhabololo botswana tshwanetse tshwanelwa kgolo tlhoka mapodisi kwa mono jaanong morago gare dipuo puo setswana mokgwa bontsi bogolo tlhaloso",
    shared: "go le ya ka ke ga se e la bo di lo bana mang o ne",
  },
  ts: {
    words:
      "ku wa swa leswi leswaku loko kambe kumbe naswona hikuva vanhu munhu vana n'wana ntirho mitirho tiko tiko-nkulu misava lembe malembe siku masiku nkarhi hinkwavo hinkwaswo un'wana van'wana yena vona hina n'wina mina wena yakwe kaya ekaya xikolo mfumo hulumendhe swilo xilo kona sweswi namuntlha tolo mundzuku yini mani rini njhani hikwalaho tatana manana wanuna wansati vavasati vavanuna ndzi ndza lava ri eka exikarhi endzhaku emahlweni tlhela endla endlile vula vurile vulavula tivisa lavaka fanele kota xitsonga swinene ngopfu loyi leyi lexi leri lowu maphorisa timhaka yona xona rona byona",
    shared: "na ka ya ta va hi xa u te a",
  },
  xh: {
    words:
      "ukuba kwaye kunye okanye kodwa nokuba ngaba ukuze eli esi oku abo yona bona thina nina mna wena wakhe yakhe zabo bakhe umntu abantu abantwana umntwana umsebenzi ilizwe unyaka iminyaka usuku namhlanje izolo ngomso ngoku kakhulu konke bonke zonke yonke omnye abanye ezinye izinto imali urhulumente isikolo phi nini njani ngubani intoni ngoba kuba ndifuna ndiyathanda ndiya uthe wathi bathi kufuneka kwi kwe ye sele xhosa isixhosa emva phambi phakathi phezu ngaphantsi ngaphandle nge ifayile iifayile ayikwazi akukho ayikho enye oko ukwenza ukusebenza ukusetyenziswa ukuya kwaba kulo kule kwabo abaninzi enkulu omkhulu nceda hayi ewe molo enkosi iingxaki eyona xana ndi umhla ukhetho inkqubo",
    shared: "xa lo le into ze we be nga",
    pattern: "^(?:uku|ndi|aba|iz|ama|isi|umn|eku|ii|oo|ee|kwe)[a-z]{3}",
  },
  zu: {
    words:
      "ukuthi futhi kanye noma kodwa ukuze lokhu labo yona bona thina nina mina wena wakhe yakhe zabo bakhe umuntu abantu izingane ingane umsebenzi izwe unyaka iminyaka usuku namuhla izolo kusasa manje kakhulu konke bonke zonke yonke omunye abanye ezinye izinto imali uhulumeni isikole kuphi nini kanjani ubani yini ngoba ngifuna ngiyathanda ngiya uthe wathi bathi kufanele ku kwa wa ba isizulu emva phambi phakathi phezu ngaphansi ngaphandle ifayela amafayela ayikwazi akukho ayikho enye lokho ukwenza ukusebenza ukusebenzisa ukuya abaningi enkulu omkhulu ngicela cha yebo sawubona ngiyabonga izinkinga wezwe lwezwe amaphoyisa edolobheni ngesikhathi isikhathi isevisi kusukela kubantu nezinye ngenxa yokuthi kwezwe lakhe ezweni ukhulume ngokuthi",
    shared: "uma lo le into ya za",
    pattern: "^(?:uku|ngi|aba|izi|ama|isi|umu|eku|uyi|kwe)[a-z]{3}",
  },
};
