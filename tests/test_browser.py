"""The chat as a person sees it: a real server, a real Chromium, Japanese on the screen."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.settings import DIGEST

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SCREENSHOT = os.environ.get("SCREENSHOT")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `hakusho ui` serves the chat over the digest."""
    if not CHROMIUM:
        pytest.skip("no Chromium here: the page is not tried in a browser")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"HAKUSHO_CORPUS": str(DIGEST), "HAKUSHO_HOME": str(tmp_path_factory.mktemp("home"))}
    command = [sys.executable, "-m", "ui.cli", "ui", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/_stcore/health", server)
        yield url
    finally:
        server.terminate()
        server.communicate(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, server.communicate()[0].decode()
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the chat did not come up within a minute")


def test_person_asks_reads_the_answer_and_opens_its_citation(address: str, tmp_path: Path) -> None:
    from playwright.sync_api import expect, sync_playwright

    outside: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1000, "height": 1100})
        page.on("request", lambda r: outside.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else 0)
        page.goto(address)
        expect(page.get_by_role("heading", name="情報通信白書に聞く")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("要約（白書の本文ではありません）")).to_be_visible()
        page.get_by_placeholder("知りたいことを入力してください").fill("郵便局の数は？")
        page.keyboard.press("Enter")
        expect(page.locator(".hakusho-answer", has_text="2万4,185局")).to_be_visible(timeout=30_000)
        # The draft has given way to the answer, and the page is at rest.
        page.locator("[data-test-script-state=notRunning]").first.wait_for()
        page.get_by_text("[1] 令和7年版 第Ⅱ部第1章第12節1（2）「日本郵便株式会社」").click()
        expect(page.locator("mark", has_text="2万4,185局")).to_be_visible()
        link = page.get_by_role("link", name="総務省のページで読む").first
        expect(link).to_have_attribute(
            "href", "https://www.soumu.go.jp/johotsusintokei/whitepaper/ja/r07/html/nd21c120.html"
        )
        page.screenshot(path=SCREENSHOT or tmp_path / "chat.png", full_page=True)
        browser.close()
    assert outside == []
