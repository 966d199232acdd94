/** The names of months and of the days of the week, as exports write them: folded to lower case without accents or full stops; and the words around them. */

const MONTHS: readonly string[] = [
  // English, German, French, Spanish, Portuguese, Italian, Dutch, Danish and Swedish, each with the usual short forms;
  // then Polish, Czech, Russian, Ukrainian, Turkish, Indonesian, Romanian, Hungarian, Finnish and Greek. Croatian is left out: its "listopad" is October.
  "january jan januar janner jan janvier janv enero ene janeiro gennaio gen januari jaen styczen stycznia sty leden ledna январь января янв січень січня січ ocak oca ianuarie ian tammikuuta ιανουαριος ιανουαριου ιαν",
  "february feb februar feber fevrier fevr fev febrero fevereiro febbraio februari luty lutego lut unor unora февраль февраля фев лютии лютого лют subat sub pebruari februarie helmikuuta φεβρουαριος φεβρουαριου φεβ",
  "march mar marz mrz mars marzo marco maart mrt marts marzec marca brezen brezna март марта мар березень березня бер mart maret martie marcius maaliskuuta μαρτιος μαρτιου μαρ",
  "april apr avril avr abril abr aprile kwiecien kwietnia kwi duben dubna апрель апреля апр квітень квітня кві nisan nis aprilie aprilis huhtikuuta απριλιος απριλιου απρ",
  "may mai mayo maio maggio mag mei maj maj maja kveten kvetna маи мая травень травня тра mayis mayıs majus toukokuuta μαιος μαιου μαι",
  "june jun juni juin junio junho giugno giu czerwiec czerwca cze cerven cervna июнь июня июн червень червня чер haziran haz iunie iun junius kesakuuta ιουνιος ιουνιου ιουν",
  "july jul juli juillet juil julio julho luglio lug lipiec lipca lip cervenec cervence июль июля июл липень липня лип temmuz tem iulie iul julius heinakuuta ιουλιος ιουλιου ιουλ",
  "august aug aout agosto ago augustus augusti sierpien sierpnia sie srpen srpna август августа авг серпень серпня сер agustos agu agustus augusztus elokuuta αυγουστος αυγουστου αυγ",
  "september sep sept septembre septiembre setiembre set setembro settembre wrzesien wrzesnia wrz zari сентябрь сентября сен сент вересень вересня вер eylul eyl septembrie szeptember syyskuuta σεπτεμβριος σεπτεμβριου σεπ",
  "october oct oktober okt octobre octubre outubro out ottobre ott pazdziernik pazdziernika paz rijen rijna октябрь октября окт жовтень жовтня жов ekim eki octombrie lokakuuta οκτωβριος οκτωβριου οκτ",
  "november nov novembre noviembre novembro listopad listopada lis listopadu ноябрь ноября ноя нояб листопад листопада лис kasim kasım kas nopember noiembrie noi marraskuuta νοεμβριος νοεμβριου νοε",
  "december dec dezember dez decembre diciembre dic dezembro dicembre grudzien grudnia gru prosinec prosince декабрь декабря дек грудень грудня гру aralik aralık ara desember des decembrie joulukuuta δεκεμβριος δεκεμβριου δεκ",
];

const DAYS =
  "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun " +
  "montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so " +
  "lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim " +
  "lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom " +
  "segunda segunda-feira seg terca terca-feira ter quarta quarta-feira qua quinta quinta-feira qui sexta sexta-feira sex " +
  "poniedzialek wtorek sroda czwartek piatek sobota niedziela понедельник вторник среда четверг пятница суббота воскресенье " +
  "пн вт ср чт пт сб вс pazartesi sali carsamba persembe cuma cumartesi pazar senin selasa rabu kamis jumat sabtu minggu " +
  "lunedi martedi mercoledi giovedi gio venerdi sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag";

const monthOf = new Map(MONTHS.flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)));
const days = new Set(DAYS.split(" "));

/** 1 to 12; `name` is folded. */
export const monthNamed = (name: string): number | undefined => monthOf.get(name);

export const isWeekday = (name: string): boolean => days.has(name);

/** Words around a date that say nothing. */
export const FILLERS: ReadonlySet<string> = new Set(
  "of de del do le the at um am a à às las den il el г года року roku".split(" "),
);

/** Amazon's words in its other languages: `Rezension aus Deutschland vom 3. Januar 2024`. */
export const REVIEWED_IN =
  /^(?:rezension|bewertet|avis|comment[ée]|revisado|rese[ñn]ado|calificado|recensito|avaliado|beoordeeld|recenserad)\s.{1,40}?\s(?:vom|am|le|el|il|em|op|den)\s+(?=\d)/i;

/** Words and signs between a day and a time, before which nothing else is a number. */
export const BEFORE_TIME = /\s+(?:at|à|às|a las|alle|kl\.?|klo|um|om)\s+(?=\d{1,2}[.:h]\d{2})|\s[·•|]\s/gi;
