// cspell:disable
/**
 * Frequent Hindi words as people spell them in Latin letters, variants included; written for this project. They carry
 * the detector from the training data's requests to an assistant over to reviews. Words that are English too are left out.
 */
export const romanisedHindiWords: readonly string[] = `
hai hain haii hei hay hoon hun hu tha thi thay hoga hogi honge hona hone hota hoti hote hua hui huye hue hogaya hogayi hogya hojata hojaye
kya kyaa kyu kyun kyo kyon kyunki kyuki kyonki kaise kese kaisa kaisi kab kahan kaha kaun kon kitna kitni kitne konsa kaunsa
nahi nahin nhi nai nahee nehi mat bilkul zaroor jarur jaroor
mein mai mera meri mere mujhe mujhko muje mujhse hum humara hamara hamari hamare humko hame humein apna apni apne aap aapka aapki aapke aapko apka apki apke apko apse aapse
tum tumhara tumhari tumhare tumhe tera teri tere tujhe uska uski uske usko unka unki unke unko isko iska iski iske isse usse inka inki inke jisko jiska jiski jinka
yeh yah woh vo wahi yahi wahan vahan yahan yaha waha jahan jaha jab tab abhi ab phir fir
aur ya lekin lekn magar par pe bhi bhee toh agar warna varna isliye islie kyoki tak se ko ka ki ke ne wala wali wale waala walo
bahut bahot bohot bhot bhut boht zyada jyada jada thoda thodi thode kam sab sabhi sabse sabko kuch kuchh koi har poora pura puri pure itna itni itne utna jitna jaise jese aisa aisi aise waisa waise
accha acha achha achhi achi acchi acche achhe ache badhiya badiya mast bekar bekaar bakwas bakwaas ghatiya kharab kharaab sahi galat ganda gandi gande faltu pyara sundar khoob khubsurat mazedaar majedar shandar shaandar zabardast jabardast behtar behtareen asaan aasan mushkil
kar karo kare karen karein karna karne karni karta karti karte karke karo kardo kardiya kiya kiye kijiye kijiyega kariye karwao karunga karungi karenge karega karegi karoge karu karun kro krna krne krta krti krte krke kr krdo kra kru kren diya dia diye de dena dene deta deti dete dijiye dedo dunga denge dega lo lena lene leta leti lete liya liye liyea lelo
raha rahi rahe rha rhi rhe rahta rahti rehta rehti rehna jana jaana jane jata jaata jati jaati jate jao jaye jaega jayega jayegi gaya gayi gaye gya gyi gye gai ja aa aana ana aata ata aati ati aate aao aaya aayi aaye aya ayi aye aayega ayega aayegi aajao aagaya
bolo bola bole bolna bata batao bataye bataiye batana batate bataya dekho dekha dekhna dekhne dekhte dikha dikhao dikhaye dikhana dikhta dikhata dikhaiye suno suna sunna sunao sunaye chalo chala chalu chalao chalaye chalta chalti chalte chalana chalne chalega banao banaye banaya banana bana bane banta banti banne
lagta lagti lagte laga lagi lage lagao lagaye lagana lagne lagega milta milti milte mila mili mile milna milega milegi milenge mil rakho rakhna rakha rakhe rakhta bhejo bheja bheje bhejna bhejne bhejta bhejiye bhej chahiye chahie chaiye chahiya chahta chahti chahte chaahiye sakta sakti sakte sakta paya payi paye pata pta jaanta janta samajh samjh samajhna samjho samjhao padhna padhe likho likha likhna pucho puchna puche khol kholo kholna khule khulta khulti khul band hatao hatana hata hataye badlo badal badle badalna badhao badhana ghata roko rukna ruko
paisa paise paisa paiso rupay rupaye rupiya rupye lakh hazar hazaar khata khate kaat kat kata kate katta katne wapas vapas wapis vapis waapas
kaam kam samay din dinon raat subah shaam sham dopahar kal aaj aj parso parson mahine mahina saal hafte hafta ghanta ghante ghanto minat bje baje bajhe bajay pehle pahle pehla baad bad turant jaldi jldi der dheere dhire hamesha kabhi phirse
log logo logon bhai bhaiya behen behan dost dosto doston yaar bhagwan sir ji dhanyavad dhanyawad shukriya namaste kripya kripaya maaf madad sahayata jankari jaankari suvidha samasya pareshan pareshani dikkat dikat shikayat bharosa vishwas dhokha chor choor lootera loot thagi fraudiya
ghar ghr gaon shahar sheher desh bharat duniya zindagi jindagi naam nam nambar number naya nayi naye purana purani purane bada badi bade chota chhota choti chhoti chote dusra dusre dusri doosra doosri teen char chaar paanch panch chhe saat aath nau das bees
gaana gana gaane gane geet mausam barish baarish dhoop thand garmi khana khane peena pani paani kitab khabar baat baatein batein cheez chij cheezein jagah tarah tarike tarika wajah vajah matlab liye lie saath sath bina andar bahar upar uper niche neeche aage piche peeche aas paas pas dur door
bhejdo krdiya hojayega hoskta hosakta nikal nikalo nikala nikle nikalne nikalta daal dalo dala dalna dalte daalo jodo jod kholte chod chodo chhod chuno chunna yaad yad dilao dilaye dilana dilana bhool bhul bhulna socho soch sochna mante manta mano maano
sirf bas keval shayad sayad sach sachi jhooth jhoot jhuth theek thik thk haan han haa ha nahi arre are oye yaar kyuki taaki taki jabki halanki halaki balki
`
  .trim()
  .split(/\s+/);
