// The package `nspell` ships no types; these are the parts that are used here.
declare module "nspell" {
  interface Speller {
    correct(word: string): boolean;
    add(word: string): Speller;
  }
  export default function nspell(aff: Buffer | string, dic: Buffer | string): Speller;
}
