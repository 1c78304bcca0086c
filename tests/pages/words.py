"""Made-up news in three languages: sentences with a number of their own, so that no two lines of a page are alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

Block = tuple[str, list[list[str]]]  # p, h2, quote: one row of one; ul: an item a row; table: rows of cells

SENTENCES = {
    "en": (
        "The harbour office counted {n} boats in the northern basin, while the southern one stayed closed for repairs.",
        "According to the ministry, {n} keepers left their posts during the winter and only a few of them came back.",
        "“We saw {n} lights go out in one night,” said the head of the district, who asked for calm.",
        "Officials registered {n} requests in the first quarter, of which roughly a third were refused without a reason.",
        "The report, based on {n} interviews, says that pay arrives late and that leave is granted rarely, if at all.",
        "A court in the port town heard {n} cases behind closed doors; the lawyers were not told of the dates.",
        "Another {n} people were moved to the islands, although the commission had asked for the transfer to be stopped.",
    ),
    "ru": (
        "По данным портового управления, в северной гавани насчитали {n} судов, тогда как южная закрыта на ремонт.",
        "Как сообщили в министерстве, {n} смотрителей покинули посты за зиму, и лишь немногие из них вернулись обратно.",
        "«За одну ночь погасли {n} огней», — рассказал глава района, который призвал жителей сохранять спокойствие.",
        "В первом квартале зарегистрировано {n} обращений, примерно треть из них отклонили без объяснения причин.",
        "В докладе, основанном на {n} интервью, говорится, что выплаты задерживают, а отпуска почти не дают.",
        "Суд в портовом городе рассмотрел {n} дел за закрытыми дверями, о датах заседаний адвокатам не сообщали.",
    ),
    "uk": (
        "За даними портового управління, у північній гавані нарахували {n} суден, тоді як південна закрита на ремонт.",
        "Як повідомили в міністерстві, {n} доглядачів залишили пости за зиму, і лише деякі з них повернулися назад.",
        "«За одну ніч згасли {n} вогнів», — розповів голова району, який закликав мешканців зберігати спокій.",
        "У першому кварталі зареєстровано {n} звернень, приблизно третину з них відхилили без пояснення причин.",
        "У звіті, що спирається на {n} інтерв’ю, йдеться про затримки виплат і про те, що відпусток майже не дають.",
        "Суд у портовому місті розглянув {n} справ за зачиненими дверима, про дати засідань адвокатам не повідомляли.",
    ),
}
TITLES = {
    "en": "Lighthouse keepers leave {n} posts on the northern coast",
    "ru": "Смотрители маяков покинули {n} постов на северном побережье",
    "uk": "Доглядачі маяків залишили {n} постів на північному узбережжі",
}
TEASERS = {
    "en": "Storm closes {n} roads near the old ferry town",
    "ru": "Шторм закрыл {n} дорог у старого паромного города",
    "uk": "Шторм закрив {n} доріг біля старого поромного міста",
}
ITEMS = {
    "en": ("{n} contract keepers", "{n} boats sent to the islands in May", "{n} appeals still waiting for an answer"),
    "ru": ("{n} смотрителей по контракту", "{n} судов отправлены на острова в мае", "{n} жалоб ждут ответа"),
    "uk": (
        "{n} доглядачів за контрактом",
        "{n} суден відправлено на острови в травні",
        "{n} скарг чекають на відповідь",
    ),
}
HEADS = {
    "en": "What is known by now, point {n}",
    "ru": "Что известно к этому часу, пункт {n}",
    "uk": "Що відомо на цю годину, пункт {n}",
}
CELLS = {"en": ("Year", "Left", "Came back"), "ru": ("Год", "Ушли", "Вернулись"), "uk": ("Рік", "Пішли", "Повернулися")}
SAID = {
    "en": {
        "also": "Read also:",
        "trend": "Trending now",
        "related": "Related stories",
        "sub": "Sign up for our morning newsletter, edition {n}",
        "photo": "Photo: Anna Example / Agency {n}",
        "share": "Share on Facebook",
        "cookie": "We use cookies to improve site {n}. Accept all",
        "comment": "I do not believe a word of this, said reader {n}, and neither do my neighbours here.",
        "by": "By Ivan Sample",
        "foot": "© 2019-2030 Daily Example {n}. All rights reserved.",
        "menu": "Politics Economy Sport Culture {n}",
        "ad": "Advertisement",
        "promo": "Support independent journalism: become a patron number {n} today",
        "tags": "Tags:",
        "pay": "Subscribe to keep reading story {n}",
    },
    "ru": {
        "also": "Читайте также:",
        "trend": "Популярное",
        "related": "Материалы по теме",
        "sub": "Подпишитесь на утреннюю рассылку, выпуск {n}",
        "photo": "Фото: Анна Пример / Агентство {n}",
        "share": "Поделиться",
        "cookie": "Мы используем файлы cookie на сайте {n}. Принять",
        "comment": "Не верю ни единому слову, написал читатель {n}, и соседи мои тоже не верят.",
        "by": "Иван Образцов",
        "foot": "© 2019-2030 Ежедневный Пример {n}. Все права защищены.",
        "menu": "Политика Экономика Спорт Культура {n}",
        "ad": "Реклама",
        "promo": "Поддержите независимую журналистику: станьте патроном номер {n}",
        "tags": "Теги:",
        "pay": "Оформите подписку, чтобы читать {n}",
    },
    "uk": {
        "also": "Читайте також:",
        "trend": "Популярне",
        "related": "Матеріали за темою",
        "sub": "Підпишіться на ранкову розсилку, випуск {n}",
        "photo": "Фото: Анна Приклад / Агенція {n}",
        "share": "Поділитися",
        "cookie": "Ми використовуємо файли cookie на сайті {n}. Прийняти",
        "comment": "Не вірю жодному слову, написав читач {n}, і сусіди мої теж не вірять.",
        "by": "Іван Зразок",
        "foot": "© 2019-2030 Щоденний Приклад {n}. Усі права захищені.",
        "menu": "Політика Економіка Спорт Культура {n}",
        "ad": "Реклама",
        "promo": "Підтримайте незалежну журналістику: станьте патроном номер {n}",
        "tags": "Теги:",
        "pay": "Оформіть передплату, щоб читати {n}",
    },
}
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split(),
}


@dataclass
class Page:
    """One made page: its bytes, what its text must hold, what it must not, and its day."""

    layout: str
    variant: int
    html: bytes = b""
    keep: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    day: str | None = None
    how: str = ""
    title: str = ""
    address: str | None = None


class Maker:
    """Gives words, and notes which belong to the article and which stand around it."""

    def __init__(self, layout: str, variant: int, seed: int) -> None:
        self.random = Random(f"{layout}/{variant}/{seed}")
        self.page = Page(layout, variant)
        self.lang = ("en", "ru", "uk")[seed % 3]
        self.number = self.random.randrange(1_000, 2_000)
        self.day = date(2023, 1, 1) + timedelta(days=self.random.randrange(700))
        self.variant = variant

    def fill(self, shape: str) -> str:
        self.number += self.random.randrange(1, 40)
        return shape.format(n=self.number)

    def title(self) -> str:
        self.page.title = self.fill(TITLES[self.lang])
        return self.page.title

    def sentence(self) -> str:
        return self.fill(self.random.choice(SENTENCES[self.lang]))

    def paragraph(self, sentences: int = 2) -> str:
        return self.keep(" ".join(self.sentence() for _ in range(sentences)))

    def keep(self, text: str) -> str:
        self.page.keep.append(text)
        return text

    def item(self) -> str:
        return self.keep(self.fill(self.random.choice(ITEMS[self.lang])))

    def head(self) -> str:
        return self.keep(self.fill(HEADS[self.lang]))

    def row(self) -> list[str]:
        return [self.keep(self.fill("{n}")) for _ in range(3)]

    def cells(self) -> list[str]:
        return list(CELLS[self.lang])

    def teaser(self) -> str:
        return self.around(self.fill(TEASERS[self.lang]))

    def says(self, name: str) -> str:
        return self.around(self.fill(SAID[self.lang][name]))

    def around(self, text: str) -> str:
        self.page.furniture.append(text)
        return text

    def shown_day(self) -> str:
        if self.variant % 2:
            return f"{self.day.day:02}.{self.day.month:02}.{self.day.year}, 12:40"
        month = MONTHS[self.lang][self.day.month - 1]
        return (
            f"{month} {self.day.day}, {self.day.year}"
            if self.lang == "en"
            else f"{self.day.day} {month} {self.day.year}"
        )

    def dated(self, how: str) -> tuple[str, str]:
        """Return what goes into the head and what is shown near the heading, so that the day is known in this way."""
        self.page.day, self.page.how = self.day.isoformat(), how
        iso = f"{self.day.isoformat()}T10:20:00+02:00"
        later = (self.day + timedelta(days=3)).isoformat()
        if how == "JSON-LD":
            return (
                '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"X"},'
                f'{{"@type":"NewsArticle","headline":"{self.page.title}","datePublished":"{iso}","dateModified":"{later}",'
                '"author":{"@type":"Person","name":"Ivan Sample"},"publisher":{"@type":"Organization","name":"Daily Example"}}]}'
                "</script>",
                "",
            )
        if how == "meta":
            return (
                f'<meta property="article:published_time" content="{iso}"><meta property="og:updated_time" content="{later}">',
                "",
            )
        if how == "time element":
            return "", f'<time class="entry-date" datetime="{iso}">{self.shown_day()}</time>'
        if how == "visible date":
            return "", f'<div class="when">{self.shown_day()}</div>'
        self.page.address = f"https://daily.example/{self.day:%Y/%m/%d}/lights-{self.number}"
        return "", ""


Layout = Callable[[Maker], str]
