/** The names of months and of the days of the week, as exports write them: folded to lower case without accents or full stops. */

const MONTHS: readonly string[] = [
  // English, German, French, Spanish, Portuguese, Italian, Dutch, Danish and Swedish, each with the usual short forms.
  "january jan januar janner jan janvier janv enero ene janeiro gennaio gen januari jaen",
  "february feb februar feber fevrier fevr fev febrero fevereiro febbraio februari",
  "march mar marz mrz mars marzo marco maart mrt marts",
  "april apr avril avr abril abr aprile",
  "may mai mayo maio maggio mag mei maj",
  "june jun juni juin junio junho giugno giu",
  "july jul juli juillet juil julio julho luglio lug",
  "august aug aout agosto ago augustus augusti",
  "september sep sept septembre septiembre setiembre set setembro settembre",
  "october oct oktober okt octobre octubre outubro out ottobre ott",
  "november nov novembre noviembre novembro",
  "december dec dezember dez decembre diciembre dic dezembro dicembre",
];

const DAYS =
  "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun " +
  "montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so " +
  "lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim " +
  "lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom " +
  "segunda segunda-feira seg terca terca-feira ter quarta quarta-feira qua quinta quinta-feira qui sexta sexta-feira sex " +
  "lunedi martedi mercoledi giovedi gio venerdi sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag";

const monthOf = new Map(MONTHS.flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)));
const days = new Set(DAYS.split(" "));

/** 1 to 12; `name` is folded. */
export const monthNamed = (name: string): number | undefined => monthOf.get(name);

export const isWeekday = (name: string): boolean => days.has(name);
