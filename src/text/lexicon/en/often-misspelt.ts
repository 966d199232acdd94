/**
 * Words that tell how something fails, what fails and what is wanted, the most frequent first: what is written nearly like one of
 * them, and is no word itself, is meant as it. Contractions with their apostrophe. English.
 */
import { wordsOf } from "../lexicon.ts";

export const oftenMisspelt: readonly string[] = wordsOf(`
  doesn't don't can't didn't won't isn't cannot couldn't wouldn't haven't hasn't wasn't aren't shouldn't weren't crash
  crashes crashed crashing freeze freezes freezing frozen froze work works working worked open opens opening opened
  load loads loading loaded slow slower slowly stuck stop stops stopped stopping close closes closed closing broken
  break breaks fail fails failed failing failure error errors blank black white missing lost lose loses delete deletes
  deleted deleting disappear disappears disappeared disappearing vanish vanishes vanished gone wrong problem problems
  issue issues trouble useless terrible horrible worse worst annoying confusing unusable unable disconnect disconnects
  disconnected disconnecting connect connects connected connecting connection reconnect charge charges charged
  charging refund refunds refunded money payment payments paid twice deducted double billed billing invoice invoices
  receive received receives receiving receipt receipts arrive arrives arrived deliver delivered delivery deliveries
  cancel cancelled canceled cancelling cancellation subscription subscriptions subscribe subscribed login logged
  logging logout password passwords account accounts sign verification verify code email emails update updates updated
  updating upgrade upgraded install installs installed installing reinstall reinstalled reinstalling uninstall
  uninstalled download downloads downloaded downloading upload uploads uploaded uploading sync syncs synced syncing
  synchronise synchronize synchronisation synchronization save saves saved saving send sends sending export exports
  exported exporting import imports imported importing print printing share shares sharing search searches searching
  scan scans scanned scanning scanner show shows showing shown display displays displayed play plays playing playback
  video videos music sound audio volume picture pictures photo photos image images camera message messages
  notification notifications alert alerts reminder reminders battery drain drains drained draining overheat overheats
  overheating buffer buffers buffering glitch glitches glitchy laggy hang hangs hanging respond responds response
  responding responsive reply replies replied answer answered support customer customers service screen button buttons
  page pages website wallet balance transfer transfers transaction transactions deposit withdraw withdrawal
  withdrawals order orders ordered ordering checkout discount coupon voucher price prices expensive premium advert
  adverts advertisement advertisements popups spam scam fraud privacy security secure hacked stolen locked blocked
  suspended banned denied rejected refused invalid incorrect correct correctly properly accurate inaccurate location
  address navigation route routes tracking tracker distance steps watch bluetooth device devices phone phones tablet
  android calendar contact contacts document documents folder folders file files history settings setting language
  translation translate translated subtitles keyboard widget widgets theme themes mode dark feature features option
  options please wish would should could want wanted need needs needed improve improvement improvements allow allows
  add adding added remove removes removed removing change changes changed changing reset resets filter filters sort
  sorting supported group groups profile profiles backup restore restored recover recovery available unavailable
  access compatible incompatible after before always every never again anymore nothing everything everywhere everyone
  without because since while until restart restarts restarted restarting reboot shut random randomly constantly
  continuously suddenly immediately automatically automatic manual manually forever minute minutes hours days week
  weeks month months yesterday today version latest recent recently application server servers internet network signal
  offline online wifi mobile desktop browser chat chats comment comments post posts feed story stories friend friends
  family playlist playlists episode episodes movie movies series podcast podcasts song songs lyrics player lesson
  lessons course courses quiz exam test tests question questions ticket tickets booking bookings booked reservation
  flight hotel restaurant driver drivers parcel package packages courier recipe recipes workout workouts sleep heart
  weight calories measure measured calculate calculates calculation calculator report reports statement statements
  statistics chart charts table instead between different difficult impossible difference interface design colour
  color colours colors text font fonts icon icons size small bigger huge layout menu toolbar scroll scrolling swipe
  zoom rotate landscape fullscreen brightness quality blurry resolution pixelated microphone speaker speakers
  headphones voice call calls calling record recording recordings recorded great awesome amazing excellent perfect
  love thanks thank helpful useful simple easy beautiful recommend recommended category categories shopping transferred transferring developer developers
`);
