"""Every screen in a browser: each page that links lead to, in each language, on a phone and on a desk.

The judges are Chromium's layout and axe (WCAG 2.2, A and AA); what axe does not see, text in pictures and
what sticks out sideways, is measured here. A name of a folder as argument keeps the pictures.
"""

import gzip
import os
import re
import sys
import urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from city import City
from message_centre import Failed, wait

HOUSEHOLDS = 600
# Each language with the widths it is looked at: a phone, a desk, and the narrowest that must still do.
VIEWS = [("vi", 360), ("vi", 1366), ("id", 360), ("id", 1366), ("zh-Hans", 360), ("zh-Hans", 1366),
         ("en", 320)]
LARGEST = 100 * 1024
# Kinds of page that must have been met; a crawl that loses its way proves nothing.
MUST_MEET = {
    "/", "/campaigns", "/campaigns/:id", "/campaigns/:id/check", "/campaigns/:id/stop",
    "/campaigns/:id/send-again",
    "/campaigns/new", "/campaigns/new/who", "/campaigns/new/when", "/lessons", "/lessons/:slug",
    "/coverage", "/areas/:system/:code", "/households", "/households/:id", "/inbox", "/messages/:id",
    "/phones", "/phones/:id", "/packs", "/stop", "/l/:slug", "/p/:system/:code"}
# Campaigns that have finished and missed somebody.
MISSED = """
    SELECT DISTINCT campaign.id FROM campaign
    JOIN wave ON wave.campaign_id = campaign.id
    JOIN wave_count ON wave_count.wave_id = wave.id
    WHERE campaign.state = 6 AND wave_count.state IN (5, 6, 7, 8) AND wave_count.messages > 0"""
NAMED = {"areas": [":system", ":code"], "p": [":system", ":code"], "lessons": [":slug"],
         "l": [":slug"]}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
       "resultTypes": ["violations"]}
MEASURE = """() => {
    const found = [], width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) {
        const out = [...document.body.querySelectorAll('*')]
            .find(one => one.getBoundingClientRect().right > width + 1);
        found.push(`sticks out sideways: ${document.documentElement.scrollWidth} px of ${width}, `
            + (out ? out.outerHTML.slice(0, 120) : 'nobody knows what'));
    }
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walk.nextNode();) {
        const one = node.parentElement, box = one.getBoundingClientRect();
        if (!node.data.trim() || box.width < 2 || !one.checkVisibility()) continue;
        const picture = one.ownerSVGElement, words = node.data.trim().slice(0, 60);
        const size = parseFloat(getComputedStyle(one).fontSize)
            * (picture ? one.getScreenCTM().a : 1);
        if (size < 11.99) found.push(`text of ${size.toFixed(1)} px: ${words}`);
        const frame = picture && picture.getBoundingClientRect();
        if (picture && (box.left < frame.left - 1 || box.right > frame.right + 1
            || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)) {
            found.push(`out of its picture: ${words}`);
        }
        const hides = getComputedStyle(one).overflowX !== 'visible';
        if (hides && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
            && !one.matches('textarea, pre, [tabindex]')) found.push(`cut off: ${words}`);
    }
    for (const one of document.querySelectorAll('li, p, td, th, h1')) {
        if (/(^\\s*·)|(·\\s*$)/.test(one.textContent)) {
            found.push(`a dot parts nothing: ${one.textContent.trim().slice(-60)}`);
        }
    }
    const raw = document.body.innerText.match(/\\{[a-z_]+[,}].*/);
    if (raw) found.push(`a placeholder is left: ${raw[0].slice(0, 80)}`);
    return found;
}"""


# A word of the complaint, and what is done to a page to earn it.
FAULTS = {
    "sticks out sideways": "() => { document.querySelector('main').style.minWidth = '3000px' }",
    "text of 8.0 px": """() => { document.querySelector('main').insertAdjacentHTML('beforeend',
        '<svg viewBox="0 0 100 50" width="200" height="100"><text y="20" font-size="4">x</text>') }""",
    "out of its picture": """() => { document.querySelector('main').insertAdjacentHTML('beforeend',
        '<svg viewBox="0 0 100 50" width="100" height="50"><text x="95" y="20">xxxx</text>') }""",
    "cut off": """() => { const one = document.querySelector('h1');
        one.style.cssText = 'width: 100px; overflow: hidden; white-space: nowrap' }""",
    "a dot parts nothing": "() => { document.querySelector('h1').textContent = '08:00 · ' }",
    "a placeholder is left": "() => { document.querySelector('h1').textContent = '{count} người' }",
    "lang is": "() => { document.documentElement.lang = 'fr' }",
    "image-alt": "() => { document.querySelector('main').append(document.createElement('img')) }",
    "color-contrast": "() => { document.querySelector('h1').style.color = '#eee' }",
}


def shape(path):
    """The kind of page that an address leads to."""
    parts = urllib.parse.urlsplit(path).path.split("/")[1:]
    names = [parts[0], *NAMED[parts[0]]] if parts[0] in NAMED and len(parts) > 1 else [
        ":id" if part.isdigit() else part for part in parts]
    return "/" + "/".join(names)


class Screens:
    """A browser, the city it looks at, and what was wrong so far."""

    def __init__(self, browser, city, folder):
        self.browser, self.city, self.folder = browser, city, folder
        self.site = f"http://127.0.0.1:{city.port}"
        self.axe = Axe()

    def open(self, language, width, name=None):
        """A page in a browser of its own, signed in when a name is given."""
        context = self.browser.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        page.said = []
        page.on("console", lambda one: page.said.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: page.said.append(str(one)))
        context.add_cookies([{"name": "keng_language", "value": language, "url": self.site}])
        if name:
            page.goto(self.city.run("user", "link", name, "--site", self.site).strip())
            page.locator("main form button").first.click()
            if not any(cookie["name"] == "keng_session" for cookie in context.cookies()):
                raise Failed(f"{name} could not sign in: {page.url}")
        return page

    def crawl(self, start):
        """One address of each kind of page that links lead to from here."""
        page = self.open("vi", 1366, "lan")
        found, waiting = {}, list(start)
        while waiting:
            path = waiting.pop(0)
            if shape(path) in found or path.startswith("/packs/"):
                continue
            if "html" not in page.request.get(self.site + path).headers["content-type"]:
                continue
            found[shape(path)] = path
            page.goto(self.site + path)
            waiting += page.evaluate("""() => [...document.querySelectorAll('a[href]')]
                .map(link => new URL(link.href)).filter(link => link.origin === location.origin)
                .map(link => link.pathname + link.search)""")
        page.context.close()
        if MUST_MEET - set(found):
            raise Failed(f"no link leads to {sorted(MUST_MEET - set(found))}")
        return found

    def look(self, page, name, path, language, width, status=200):
        """What is wrong with one page."""
        page.said.clear()
        answer = page.goto(self.site + path)
        wrong = [] if answer.status == status else [f"status {answer.status}"]
        size = len(gzip.compress(answer.body()))
        if size > LARGEST:
            wrong.append(f"{size} bytes compressed")
        wrong += self.judge(page, language)
        # A browser reports the status of an error page as an error of its own.
        wrong += [f"the console said: {said}" for said in page.said
                  if f"status of {status}" not in said]
        if self.folder:
            file = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "home"
            page.screenshot(
                path=os.path.join(self.folder, f"{file}.{language}.{width}.png"), full_page=True)
        return wrong

    def judge(self, page, language):
        wrong = page.evaluate(MEASURE)
        said = page.locator("html").get_attribute("lang")
        if said != language:
            wrong.append(f"lang is {said}, not {language}")
        for violation in self.axe.run(page, options=AXE).response["violations"]:
            wrong.append(f"{violation['id']}: {violation['nodes'][0]['html'][:160]}")
        return wrong

    def expect_clean(self, page, *what):
        wrong = self.look(page, *what)
        if wrong:
            raise Failed("; ".join(wrong))

    def expect_noticed(self, page):
        """What is planted in a page must be found in it, or nothing above proves anything."""
        for word, script in FAULTS.items():
            page.goto(self.site + "/")
            page.evaluate(script)
            if not any(word in one for one in self.judge(page, "vi")):
                raise Failed(f"a planted fault was not noticed: {word}")


def run(chromium, folder):
    with City(HOUSEHOLDS) as city, sync_playwright() as playwright:
        city.practise()
        areas = sorted(city.districts())
        waiting = city.proposal(areas[:1], "kitchen-oil-fire", "all_in_one")
        coming = city.campaign(areas[1:3], "call-for-help", "all_in_one", days=2)
        alarm = city.proposal(areas[3:4], "call-for-help", "none", kind="emergency")
        digest = city.call("GET", "lan", f"/{alarm}/check")["digest"]
        # Of two who must approve, one has.
        city.call("POST", "minh", f"/{alarm}/approve", {"digest": digest})
        wait("a campaign that has finished",
             lambda: city.rows(MISSED), 120)
        city.run("user", "add", "hoa", "--role", "viewer", "--area", f"vn-2023/{areas[0]}")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        screens = Screens(browser, city, folder)
        finished = city.rows(MISSED)[0]["id"]
        found = screens.crawl(
            ["/", f"/campaigns/{coming}/stop", f"/campaigns/{finished}/send-again"])
        # Name, address, who looks, and the status it has.
        looks = [(kind, path, "lan", 200) for kind, path in found.items()]
        looks += [("approve", f"/campaigns/{waiting}/check", "minh", 200),
                  ("one of two", f"/campaigns/{alarm}/check", "minh", 200),
                  ("nowhere", "/nowhere", "lan", 404),
                  ("not allowed", "/campaigns/new", "hoa", 403),
                  ("no match", "/households?q=0900000000", "lan", 200),
                  ("a tenth page", "/campaigns?page=x", "lan", 200),
                  ("nobody home", "/", None, 401),
                  ("old link", "/sign-in?token=0", None, 200)]
        looks += [(f"{kind} as anybody", path, None, 200) for kind, path in found.items()
                  if kind in ("/packs", "/stop", "/l/:slug", "/p/:system/:code")]
        wrong, count = [], 0
        for language, width in VIEWS:
            pages = {name: screens.open(language, width, name) for name in ("lan", "minh", "hoa", None)}
            for name, path, who, status in looks:
                found = screens.look(pages[who], name, path, language, width, status)
                wrong += [f"{name} ({path}), {language}, {width} px: {one}" for one in found]
                count += 1
            for page in pages.values():
                page.context.close()
        if wrong:
            raise Failed("\n  ".join([f"{len(wrong)} faults", *wrong]))
        screens.expect_noticed(screens.open("vi", 1366, "lan"))
        print(f"screens: {len(looks)} pages in {len(VIEWS)} views, {count} looks, no fault; "
              f"{len(FAULTS)} planted ones noticed")
        browser.close()


if __name__ == "__main__":
    try:
        run(os.environ.get("CHROMIUM", "/usr/bin/chromium"), sys.argv[1] if len(sys.argv) > 1 else None)
    except Failed as problem:
        sys.exit(f"screens: {problem}")
