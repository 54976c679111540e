/**
 * A short tone.
 *
 * @module
 */

/** One that is heard and frightens nobody: in Hz and seconds, and how loud of 1. */
const TONE = { high: 880, low: 660, long: 0.25, loud: 0.08 };

let sound: AudioContext | undefined;

/** Plays it, as far as the browser lets the page. */
export function playTone(): void {
  const context = sound ??= new AudioContext();
  void context.resume();
  const [tone, gain] = [context.createOscillator(), context.createGain()];
  const end = context.currentTime + TONE.long;
  tone.frequency.setValueAtTime(TONE.high, context.currentTime);
  tone.frequency.setValueAtTime(TONE.low, context.currentTime + TONE.long / 2);
  gain.gain.setValueAtTime(TONE.loud, context.currentTime);
  gain.gain.linearRampToValueAtTime(0, end);
  tone.connect(gain).connect(context.destination);
  tone.start();
  tone.stop(end);
}
