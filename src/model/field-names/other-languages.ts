/** Column names of CSV files in other languages; a spreadsheet's person names columns in their own. As in names.ts. */
import type { Field } from "./names.ts";

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

const german: Partial<Record<Field, readonly string[]>> = {
  id: list("bewertungsId rezensionsId antwortId ticketnummer vorgangsnummer kennung"),
  date: list(`
    datum bewertungsdatum datumDerBewertung datumUndUhrzeit erstelltAm erstellt erstellungsdatum erstelldatum zeitstempel zeitpunkt eingangsdatum
    eingegangenAm abgeschicktAm abgegebenAm veröffentlichtAm absendedatum rezensionsdatum`),
  updated_at: list("aktualisiertAm aktualisiert geändertAm zuletztGeändert änderungsdatum"),
  stars: list("sterne sternebewertung anzahlSterne bewertung gesamtbewertung note bewertungInSternen"),
  text: list(`
    bewertungstext rezension rezensionstext kommentar kommentare nachricht rückmeldung freitext meinung anmerkung
    anmerkungen beschreibung bewertungsinhalt inhaltDerBewertung ihreNachricht ihrFeedback inhalt bewertung textDerBewertung`),
  title: list("titel titelDerBewertung überschrift betreff bewertungstitel rezensionstitel"),
  person: list(
    "nutzername benutzername nameDesNutzers nutzer benutzer autor verfasser name kunde kundenname bewerter rezensent",
  ),
  lang: list("sprache"),
  likes: list("gefälltMir hilfreich"),
  version: list("appVersion produktversion"),
  app: list("anwendung produkt"),
  org: list("firma unternehmen organisation"),
};

const french: Partial<Record<Field, readonly string[]>> = {
  id: list("identifiant idAvis identifiantDeLAvis numéroDeTicket"),
  date: list(`
    horodateur dateDeCréation crééLe dateDeLAvis dateAvis dateDePublication publiéLe dateDEnvoi dateDeSoumission dateHeure`),
  updated_at: list("misÀJourLe modifiéLe dateDeModification dateDeMiseÀJour"),
  stars: list("étoiles nombreDÉtoiles note évaluation noteGlobale"),
  text: list(
    "texte texteAvis votreAvis votreCommentaire avis commentaire commentaires contenu texteDeLAvis remarque remarques retour messageClient",
  ),
  title: list("titre titreDeLAvis objet sujet"),
  person: list("auteur utilisateur nomDUtilisateur nomDeLUtilisateur pseudo client nomDuClient nom"),
  lang: list("langue"),
  likes: list("jAime utile"),
  url: list("lien"),
  version: list("versionDeLApp versionDeLApplication versionApplication"),
  app: list("produit"),
  org: list("entreprise société organisation"),
};

const spanish: Partial<Record<Field, readonly string[]>> = {
  id: list("identificador idReseña idDeLaReseña númeroDeTicket"),
  date: list(`
    fecha marcaTemporal fechaDeCreación fechaCreación creadoEl fechaDeLaReseña fechaReseña fechaDePublicación publicadoEl
    fechaDeEnvío fechaYHora fechaHora`),
  updated_at: list("actualizadoEl fechaDeActualización modificadoEl fechaDeModificación"),
  stars: list("estrellas calificación puntuación valoración nota númeroDeEstrellas"),
  text: list("texto reseña comentario comentarios opinión mensaje contenido textoDeLaReseña descripción valoración"),
  title: list("título asunto títuloDeLaReseña"),
  person: list("autor usuario nombreDeUsuario cliente nombreDelCliente nombre"),
  lang: list("idioma"),
  likes: list("meGusta útil"),
  url: list("enlace"),
  version: list("versión versiónDeLaApp versiónDeLaAplicación"),
  app: list("aplicación producto"),
  org: list("empresa organización"),
};

const portuguese: Partial<Record<Field, readonly string[]>> = {
  id: list("idDaAvaliação númeroDoTicket"),
  date: list(`
    data carimboDeDataHora dataDeCriação criadoEm dataDaAvaliação dataAvaliação dataDePublicação publicadoEm dataDeEnvio
    dataEHora dataHora`),
  updated_at: list("atualizadoEm dataDeAtualização modificadoEm"),
  stars: list("estrelas classificação pontuação nota avaliação númeroDeEstrelas"),
  text: list("comentário comentários resenha mensagem conteúdo textoDaAvaliação opinião descrição avaliação"),
  title: list("assunto títuloDaAvaliação"),
  person: list("utilizador usuário nomeDoUsuário nomeDeUtilizador nomeDoCliente nome"),
  likes: list("curtidas gostos"),
  url: list("ligação"),
  version: list("versão versãoDoApp"),
  app: list("aplicativo produto"),
  org: list("organização"),
};

const italian: Partial<Record<Field, readonly string[]>> = {
  date: list("informazioniCronologiche dataDiCreazione dataRecensione creatoIl pubblicatoIl dataEOra"),
  stars: list("stelle valutazione punteggio voto"),
  text: list("testo recensione commento commenti messaggio contenuto descrizione valutazione"),
  title: list("titolo oggetto"),
  person: list("autore utente nomeUtente"),
  lang: list("lingua"),
  version: list("versione versioneApp versioneDellApp"),
  app: list("applicazione prodotto"),
};

const dutch: Partial<Record<Field, readonly string[]>> = {
  date: list("tijdstempel datumEnTijd aangemaaktOp ingediendOp geplaatstOp"),
  stars: list("sterren aantalSterren waardering cijfer"),
  text: list("tekst tekstVanDeBeoordeling beoordeling recensie opmerking opmerkingen reactie bericht"),
  title: list("onderwerp"),
  person: list("auteur gebruiker gebruikersnaam klant naam"),
  lang: list("taal"),
  version: list("versie"),
};

const nordicAndSlavic: Partial<Record<Field, readonly string[]>> = {
  date: list(
    "dato oprettet tidsstempel tidsstämpel skapad päivämäärä data dataDodania dataOpinii utworzono znacznikCzasu datum дата датаОтзыва датаСоздания отметкаВремени время",
  ),
  stars: list("stjerner bedømmelse stjärnor betyg ocena liczbaGwiazdek gwiazdki оценка рейтинг звезды количествоЗвезд"),
  text: list(
    "anmeldelse kommentar omtale recension omdöme arvostelu opinia treśćOpinii komentarz recenzja treść uwagi отзыв текстОтзыва комментарий сообщение текст",
  ),
  title: list("overskrift rubrik tytuł заголовок тема"),
  person: list(
    "navn bruger forfatter namn användare użytkownik nazwaUżytkownika imię автор пользователь имяПользователя никнейм имя",
  ),
  lang: list("sprog språk język язык"),
  version: list("wersja wersjaAplikacji версия версияПриложения"),
};

const turkishAndIndonesian: Partial<Record<Field, readonly string[]>> = {
  date: list("tarih oluşturulmaTarihi yorumTarihi zamanDamgası tanggal tanggalUlasan stempelWaktu waktu dibuatPada"),
  stars: list("puan yıldız değerlendirme nilai bintang peringkat"),
  text: list("yorum yorumMetni görüş mesaj açıklama değerlendirme ulasan komentar isiUlasan pesan masukan"),
  title: list("başlık konu judul subjek"),
  person: list("kullanıcı kullanıcıAdı yazar isim pengguna namaPengguna penulis nama"),
  lang: list("dil bahasa"),
  version: list("sürüm versi"),
  likes: list("beğeni suka"),
};

const centralAndSouthEuropean: Partial<Record<Field, readonly string[]>> = {
  // Finnish, Czech, Hungarian, Romanian, Ukrainian, Greek.
  date: list(
    "aikaleima päiväys vytvořeno časováRazítka dátum létrehozva időbélyeg dataEvaluării marcajDeTimp позначкаЧасу ημερομηνία",
  ),
  stars: list("arvosana tähdet hodnocení hvězdičky értékelés csillagok evaluare stele оцінка βαθμολογία αστέρια"),
  text: list(
    "palaute kommentti recenze komentář vélemény hozzászólás szöveg recenzie comentariu відгук коментар σχόλιο κριτική κείμενο",
  ),
  title: list("otsikko nadpis předmět cím titlu subiect τίτλος θέμα"),
  person: list(
    "nimimerkki käyttäjä nimi uživatel jméno felhasználó felhasználónév utilizator nume користувач ім'я χρήστης όνομα",
  ),
  lang: list("kieli jazyk nyelv limbă мова γλώσσα"),
  version: list("versio verze verzió версія έκδοση"),
};

const middleEasternAndAsian: Partial<Record<Field, readonly string[]>> = {
  // Arabic, Hebrew, Hindi, Thai, Vietnamese.
  date: list("التاريخ تاريخ תאריך दिनांक तारीख วันที่ วันเวลา ngày ngàyTạo ngàyĐánhGiá thờiGian dấuThờiGian"),
  stars: list("التقييم تقييم דירוג ציון रेटिंग คะแนน ดาว đánhGiá sốSao điểm"),
  text: list(
    "التعليق تعليق المراجعة مراجعة النص ביקורת תגובה טקסט समीक्षा टिप्पणी รีวิว ความคิดเห็น ข้อความ nộiDung nhậnXét bìnhLuận",
  ),
  title: list("العنوان عنوان כותרת शीर्षक หัวข้อ tiêuĐề"),
  person: list("اسمالمستخدم المستخدم الاسم שםמשתמש משתמש שם नाम उपयोगकर्ता ชื่อผู้ใช้ ชื่อ tênNgườiDùng tên"),
  version: list("الإصدار גרסה संस्करण เวอร์ชัน phiênBản"),
};

const eastAsian: Partial<Record<Field, readonly string[]>> = {
  date: list(
    "日付 日時 投稿日 投稿日時 作成日 作成日時 レビュー日 タイムスタンプ 回答日時 日期 时间 评论时间 评论日期 提交时间 创建时间 發表時間 날짜 작성일 등록일 타임스탬프",
  ),
  stars: list("評価 星 星評価 スコア 評点 评分 星级 打分 評分 평점 별점"),
  text: list(
    "レビュー レビュー本文 レビュー内容 口コミ クチコミ 本文 コメント 内容 感想 ご意見 意見 评论 评论内容 评价 评价内容 反馈 留言 評論 評論內容 리뷰 리뷰내용 내용 댓글 후기 의견",
  ),
  title: list("タイトル 件名 标题 標題 제목"),
  person: list(
    "投稿者 ユーザー名 ユーザー ニックネーム レビュアー お名前 名前 氏名 用户 用户名 用户昵称 使用者名稱 使用者 用户名称 评论者 评论人 作者 昵称 用戶 用戶名稱 暱稱 작성자 작성자명 사용자 사용자명 닉네임 이름",
  ),
  lang: list("言語 语言 語言 언어"),
  version: list("バージョン アプリバージョン 版本 版本号 应用版本 버전 앱버전"),
};

export const otherLanguages: readonly Partial<Record<Field, readonly string[]>>[] = [
  german,
  french,
  spanish,
  portuguese,
  italian,
  dutch,
  nordicAndSlavic,
  turkishAndIndonesian,
  centralAndSouthEuropean,
  middleEasternAndAsian,
  eastAsian,
];
