/**
 * Emoji by the names that are typed between colons: loaded with the first colon. Imports nothing, so that it stays a script of
 * its own.
 *
 * @module
 */

const TABLE =
  "smile😄 grin😁 joy😂 rofl🤣 wink😉 blush😊 heart_eyes😍 kiss😘 thinking🤔 neutral😐 unamused😒 sweat_smile😅 " +
  "sob😭 cry😢 angry😠 rage😡 scream😱 sunglasses😎 sleepy😪 sleeping😴 mask😷 nerd🤓 shrug🤷 facepalm🤦 hug🤗 zipper🤐 " +
  "thumbsup👍 +1👍 thumbsdown👎 -1👎 clap👏 wave👋 ok_hand👌 raised_hands🙌 pray🙏 muscle💪 point_up☝️ point_right👉 " +
  "point_left👈 victory✌️ crossed_fingers🤞 handshake🤝 writing✍️ eyes👀 ear👂 brain🧠 heart❤️ broken_heart💔 blue_heart💙 " +
  "green_heart💚 yellow_heart💛 sparkles✨ star⭐ fire🔥 boom💥 zzz💤 100💯 tada🎉 balloon🎈 gift🎁 trophy🏆 medal🏅 " +
  "rocket🚀 hourglass⏳ alarm⏰ calendar📅 pushpin📌 paperclip📎 book📖 books📚 pencil✏️ memo📝 bulb💡 computer💻 keyboard⌨️ " +
  "phone📱 camera📷 mail📧 inbox📥 lock🔒 key🔑 hammer🔨 wrench🔧 gear⚙️ bug🐛 ant🐜 bee🐝 cat🐱 dog🐶 mouse🐭 rabbit🐰 fox🦊 " +
  "bear🐻 panda🐼 pig🐷 frog🐸 monkey🐵 chicken🐔 penguin🐧 bird🐦 fish🐟 whale🐳 octopus🐙 snail🐌 turtle🐢 snake🐍 unicorn🦄 " +
  "sun☀️ cloud☁️ rain🌧️ snow❄️ snowman⛄ rainbow🌈 umbrella☔ moon🌙 earth🌍 tree🌳 flower🌸 rose🌹 leaf🍃 apple🍎 banana🍌 " +
  "pizza🍕 pasta🍝 bread🍞 cheese🧀 cake🍰 cookie🍪 icecream🍦 coffee☕ tea🍵 beer🍺 wine🍷 soccer⚽ basketball🏀 music🎵 " +
  "guitar🎸 game🎮 dice🎲 car🚗 bus🚌 train🚆 plane✈️ bike🚲 house🏠 school🏫 hospital🏥 check✅ x❌ warning⚠️ no_entry⛔ " +
  "question❓ exclamation❗ plus➕ minus➖ arrow_right➡️ arrow_left⬅️ arrow_up⬆️ arrow_down⬇️ repeat🔁 italy🇮🇹 eu🇪🇺 skull💀 " +
  "ghost👻 alien👽 robot🤖 poop💩 clown🤡 party🥳 cold🥶 hot🥵 sick🤢 dizzy😵 melting🫠 salute🫡 pleading🥺 yawning🥱";

/** Every emoji with its name, in the order in which they are offered. */
export const EMOJI_NAMES: readonly (readonly [name: string, emoji: string])[] = TABLE.split(" ").map(
  (entry) => {
    const [, name = "", emoji = ""] = /^([a-z0-9_+-]+)(.*)$/u.exec(entry) ?? [];
    return [name, emoji];
  },
);
