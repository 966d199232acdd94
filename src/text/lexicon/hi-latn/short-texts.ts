// cspell:disable
/** Hindi as people write it in a few letters, for texts of a few words, which the trained detector can't tell. */

/** Written in no other language that reviews are in, and no English word or common name: each tells by itself. */
export const sureWords = `
  thoda thodi thode bahut bahot bohot bhot bhut boht zyada jyada accha acha achha achhi achi acchi acche achhe badhiya badiya bekaar bakwas bakwaas
  ghatiya kharab kharaab galat faltu bekar bhai bhaiya yaar maza mazaa mazedaar majedar zabardast jabardast shandar shaandar behtar behtareen
  gaya gaye gayi gya gyi gye uthaya uthate uthata hogayi hogaya hogya hojata aaya aayi aaye aata aati aate raha rahi rahe rha rhi rhe nahi nahin nhi nahee bilkul
  mujhe muje mujhko mujhse humara hamara hamari humko aapka aapki apka apki apke tumhara isko iska iski uska uski usko unka sabse sabhi
  kyun kyon kyunki kyuki kaise kese kaisa kahan kuch kuchh phir lekin lekn magar agar isliye
  karo karna karne karta karti karte karke kardo kiya kijiye kariye karenge karega krna krne krta krti krke krdo diya dijiye dedo dena
  hota hoti hote hua hui hoga hogi chalta chalti chalte chalu khul khulta khulti khule khol kholo lagta lagti lagte milta milti
  paisa paise paiso pese rupiya wapas vapas wapis vapis kaam pareshan pareshani dikkat dikat samajh samjh pasand khush dil
  theek thik thk jaldi pehle pahle baad turant dhokha chor lootera chahiye chahie chaiye sakta sakti sakte waala wala wali wale dosto dost
  mja mjaa sabko naya nayi purana badalna hatao banao batao bataye dekho dekhna shukriya dhanyavad dhanyawad kripya
`;

/** Say that a text is Hindi beside such a word; by themselves they are letters, names or words of other languages. */
export const smallWords =
  "h hai hain hu hun hoon ka ki ke ko ye yeh wo woh bhi bhe mein mai mera meri mere kya aa ja ho tha thi na ni kr kro pr pe hi mast ek aur";
