/** The names of months and of the days of the week, as exports write them: folded to lower case without accents or full stops; and the words around them. */

const MONTHS: readonly string[] = [
  // English, German, French, Spanish, Portuguese, Italian, Dutch, Danish and Swedish, each with the usual short forms;
  // then Polish, Czech, Russian, Ukrainian, Turkish and Indonesian. Croatian is left out: its "listopad" is October.
  "january jan januar janner jan janvier janv enero ene janeiro gennaio gen januari jaen styczen stycznia sty leden ledna январь января янв січень січня січ ocak oca",
  "february feb februar feber fevrier fevr fev febrero fevereiro febbraio februari luty lutego lut unor unora февраль февраля фев лютии лютого лют subat sub pebruari",
  "march mar marz mrz mars marzo marco maart mrt marts marzec marca brezen brezna март марта мар березень березня бер mart maret",
  "april apr avril avr abril abr aprile kwiecien kwietnia kwi duben dubna апрель апреля апр квітень квітня кві nisan nis",
  "may mai mayo maio maggio mag mei maj maj maja kveten kvetna маи мая травень травня тра mayis mayıs",
  "june jun juni juin junio junho giugno giu czerwiec czerwca cze cerven cervna июнь июня июн червень червня чер haziran haz",
  "july jul juli juillet juil julio julho luglio lug lipiec lipca lip cervenec cervence июль июля июл липень липня лип temmuz tem",
  "august aug aout agosto ago augustus augusti sierpien sierpnia sie srpen srpna август августа авг серпень серпня сер agustos agu agustus",
  "september sep sept septembre septiembre setiembre set setembro settembre wrzesien wrzesnia wrz zari сентябрь сентября сен сент вересень вересня вер eylul eyl",
  "october oct oktober okt octobre octubre outubro out ottobre ott pazdziernik pazdziernika paz rijen rijna октябрь октября окт жовтень жовтня жов ekim eki",
  "november nov novembre noviembre novembro listopad listopada lis listopadu ноябрь ноября ноя нояб листопад листопада лис kasim kasım kas nopember",
  "december dec dezember dez decembre diciembre dic dezembro dicembre grudzien grudnia gru prosinec prosince декабрь декабря дек грудень грудня гру aralik aralık ara desember des",
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
