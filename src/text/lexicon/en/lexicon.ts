/** English, as far as it is read together with other languages. What is read in English alone stands beside this file. */
import type { Lexicon } from "../lexicon.ts";
import { harms } from "./harms.ts";
import { nameless } from "./nameless.ts";
import { opinions } from "./opinions.ts";
import { classes } from "./word-classes.ts";

export const en: Lexicon = {
  frequent: `
    the and is it this that i'm i've you your my of to for with was are have has had not but very so when they we be
    been at from if it's its can't don't doesn't app good great love nice all just can will would out up use using
    after what there which get because really update please easy
  `,
  nameless,
  opinions,
  classes,
  harms,
  failure: { denies: "not stopped", works: "work*" },
  afterNegation: "any a single been once",
  clauses: {
    turns: "but however although though except yet",
    joins: "and also plus because since so when while which",
    and: "and",
    subjects: `
      i i'm i've it it's its the they there this that these we you my your when now then also please no not never
      don't doesn't can't cannot is are was has have
    `,
  },
  names: {
    neitherEnd: `
      a about an and any not no on off out up down back are as at be because been but by can could did do does doing
      for from get gets got had has have having he her his i i'd i'll i'm i've if in into is it it's its just like
      me more most my of once one only or our please she should so some such than that the their them then there
      these they this those to too us very was we were what when where which while who why will with would you your
      am also even every really still now again since after before always ever lot much many make makes made want
      need needs say says said try trying tried going go goes thing things way let lets pls plz hi hello dear sir
      team thanks thank app apps application good great nice bad best worst better love last first other either two
      using use used able well new
    `,
    eitherEnd: "not no never can't cannot won't doesn't don't didn't isn't without",
    lastOnly: "off on out up down in back",
  },
  questions: {
    starts: "how why when where what which who is are do does did can could will would has have should any may",
    seeks: "how (?:do|can|to|does|long|much|many)|what (?:is|are|does|do)|where (?:is|are|can|do)",
  },
};
