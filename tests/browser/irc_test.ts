/** The page, an IRC client and nc in the same rooms, with rights: what one does, the others see. */

import { assert, assertEquals } from "@std/assert";
import { browserTest } from "../support/browser_fixture.ts";
import { connectIrc } from "../support/irc_peer.ts";

browserTest(
  "the page, an IRC client and nc talk in one room: lines, deeds, topics, names, answers, reactions and deleted words",
  {},
  async ({ server, browser, url }) => {
    const op = await connectIrc(
      server,
      "op",
      "message-tags",
      "draft/multiline",
      "batch",
      "draft/message-redaction",
    );
    await op.ask("JOIN #lobby");
    const ada = await browser.open(url);
    await ada.enter("ada");
    const nat = await server.plain("nat");
    await op.ask("PRIVMSG #lobby :\x02bold\x02 and \x0304red\x03", "PRIVMSG #lobby :\x01ACTION waves\x01");
    await ada.waitForMessage("bold and red");
    await ada.waitForMessage("op waves");
    const box = ada.page.getByRole("textbox", { name: "Message" });
    await box.pressSequentially("one");
    await box.press("Shift+Enter");
    await box.pressSequentially("two");
    await box.press("Enter");
    await op.waitFor("BATCH -mlobby-3");
    assertEquals(op.fresh().filter((line) => line.startsWith("@batch=mlobby-3")), [
      "@batch=mlobby-3 :ada!chat@chat PRIVMSG #lobby one",
      "@batch=mlobby-3 :ada!chat@chat PRIVMSG #lobby two",
    ]);
    await nat.waitForText("ada: one\n    two");
    await op.ask("@+draft/reply=lobby/3;+draft/react=🎉 TAGMSG #lobby");
    await ada.page.getByRole("button", { name: "🎉 1" }).waitFor();
    await op.ask("@+draft/reply=lobby/3;+draft/unreact=🎉 TAGMSG #lobby");
    await ada.page.getByRole("button", { name: "🎉 1" }).waitFor({ state: "detached" });
    await op.ask("@+draft/reply=lobby/3 PRIVMSG #lobby :three");
    await ada.page.locator(".quoted").getByText("one").waitFor();
    await ada.say("/topic tea at five");
    await op.waitFor(":ada!chat@chat TOPIC #lobby :tea at five\r\n");
    await ada.say("/nick adele");
    await op.waitFor(":ada!chat@chat NICK adele\r\n");
    await op.ask("REDACT #lobby lobby/1");
    await nat.waitForText("op deleted");
    await ada.page.getByText("bold and red").waitFor({ state: "hidden" });
    await ada.say("/msg op psst");
    await op.waitFor(":adele!chat@chat PRIVMSG op psst\r\n");
  },
);

browserTest(
  "a ban that is set on IRC holds on the page, in that room only; one set on the page holds on IRC",
  {},
  async ({ server, browser, url }) => {
    const op = await connectIrc(server, "op");
    await op.ask("JOIN #tea,#milk");
    const ada = await browser.open(url);
    await ada.enter("ada");
    for (const room of ["tea", "milk"]) {
      await ada.say(`/join #${room}`);
      await op.waitFor(`:ada!chat@chat JOIN #${room}\r\n`);
    }
    await op.ask("MODE #tea +b ada!*@*");
    assert(op.text.includes(":op!op@chat KICK #tea ada op\r\n"), op.text);
    await ada.say("/join #tea");
    await ada.page.getByText(/banned/i).first().waitFor();
    await ada.say("/join #milk");
    await ada.say("still here");
    await op.waitFor(":ada!chat@chat PRIVMSG #milk :still here\r\n");
    await op.ask("MODE #milk +o ada");
    const eve = await connectIrc(server, "eve");
    await eve.ask("JOIN #milk");
    await ada.say("/ban eve");
    await eve.waitFor(":ada!chat@chat KICK #milk eve ada\r\n");
    const back = await eve.ask("JOIN #milk");
    assert(back.some((line) => line.startsWith(":chat 474 eve #milk ")), back.join("\n"));
    await op.waitFor(":ada!chat@chat MODE #milk +b eve!*@*\r\n");
  },
);
