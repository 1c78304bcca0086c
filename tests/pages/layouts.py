"""Pages as content systems write them, each layout with variants: names of classes, boxes and their places differ."""

from __future__ import annotations

from tests.pages.words import Layout, Maker

DATES = ("JSON-LD", "meta", "time element", "visible date", "address")


def shell(m: Maker, body: str, head: str = "", attributes: str = "") -> str:
    """Wrap a body as every site does: title, cookie banner, header, menu, foot, scripts."""
    site = "Daily Example"
    menus = "".join(f'<li><a href="/{i}">{m.says("menu")}</a></li>' for i in range(4))
    cookie = (
        f'<div class="cookie-banner" id="cookie"><p>{m.says("cookie")}</p><button>OK</button></div>',
        f'<div id="onetrust-consent-sdk"><div role="dialog"><p>{m.says("cookie")}</p></div></div>',
        f'<section class="gdpr-bar"><span>{m.says("cookie")}</span> <a href="/privacy">?</a></section>',
    )[m.variant % 3]
    return (
        f'<!DOCTYPE html><html lang="{m.lang}"><head><meta charset="utf-8"><title>{m.page.title} | {site}</title>'
        f'<meta property="og:title" content="{m.page.title}"><meta property="og:site_name" content="{site}">{head}'
        f"<style>.x{{color:red}}</style><script>var leak='SCRIPTTEXT';</script></head><body {attributes}>"
        f'<header class="site-header"><a href="/" class="logo">{site}</a><nav><ul>{menus}</ul></nav></header>{body}'
        f'<footer class="site-footer"><p>{m.says("foot")}</p>'
        f'</footer>{cookie}<script>track("SCRIPTTEXT")</script></body></html>'
    )


def date_of(m: Maker) -> tuple[str, str]:
    return m.dated(DATES[m.variant % len(DATES)])


def teasers(m: Maker, shape: str, number: int = 3) -> str:
    return "".join(shape.format(t=m.teaser(), n=i) for i in range(number))


def comments(m: Maker) -> str:
    said = "".join(f'<li class="comment"><b>user{i}</b><p>{m.says("comment")}</p></li>' for i in range(3))
    return f'<div id="comments" class="comments-area"><h3>3</h3><ol class="comment-list">{said}</ol></div>'


def ul(m: Maker, attributes: str = "", number: int = 4) -> str:
    return f"<ul{attributes}>" + "".join(f"<li>{m.item()}</li>" for _ in range(number)) + "</ul>"


def table(m: Maker, attributes: str = "", rows: int = 3) -> str:
    head = "".join(f"<th>{cell}</th>" for cell in m.cells())
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in m.row()) + "</tr>" for _ in range(rows))
    return f"<table{attributes}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def linked(m: Maker) -> str:
    return teasers(m, "<p><a href=/{n}>{t}</a></p>")


def ps(m: Maker, number: int, attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{m.paragraph()}</p>\n" for _ in range(number))


def wordpress(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    promo = (
        f'<div class="wp-block-group promo-box"><p>{m.says("promo")}</p></div>',
        f'<p><strong>{m.says("also")} <a href="/t">{m.teaser()}</a></strong></p>',
        f'<div class="inline-newsletter wp-block-group"><p><b>{m.says("sub")}</b></p></div>',
    )[v % 3]
    figure = f'<figure class="wp-block-image"><img src="a.jpg"><figcaption>{m.says("photo")}</figcaption></figure>'
    grid = f'<figure class="wp-block-table{" is-style-stripes" if v > 2 else ""}">{{}}</figure>'
    share = f'<div class="sharedaddy sd-sharing-enabled"><h3>{m.says("share")}</h3></div>'
    related = f'<div id="jp-relatedposts" class="jp-relatedposts"><h3>{m.says("related")}</h3>{linked(m)}</div>'
    tail = f'<div class="entry-meta tags-links"><a href="/tag">{m.says("menu")}</a></div>'
    return shell(
        m,
        f'<div id="page"><main id="primary">'
        f'<article id="post-1" class="post-1 post type-post hentry"><header class="entry-header">'
        f'<h1 class="entry-title">{title}</h1><div class="entry-meta">'
        f'<span class="byline">{m.says("by")}</span> {shown}</div></header>'
        f'{figure}<div class="entry-content">{ps(m, 2)}<h2 class="wp-block-heading">{m.head()}</h2>{ps(m, 1)}'
        f"{ul(m, ' class=wp-block-list')}{promo}{ps(m, 1)}{grid.format(table(m))}{ps(m, 2)}{share}{related}</div>{tail}</article>"
        f'{comments(m)}</main><aside id="secondary" class="widget-area"><h2>{m.says("trend")}</h2>'
        f"{teasers(m, '<li><a href=/{n}>{t}</a></li>', 5)}</aside></div>",
        head,
        'class="post-template-default single has-sidebar"',
    )


def drupal(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    lead_class = ("field--name-field-lead", "article-intro", "node-summary standfirst")[v % 3]
    lead = f'<div class="field {lead_class} field__item"><p>{m.paragraph(1)}</p></div>'
    wrapper = ("table-responsive", "responsive-table-widget", "tabs-scroll data-bar")[v % 3]
    items = "".join(f"<li><p>{m.item()}</p></li>" for _ in range(3))
    related = (
        f'<div class="field field--name-field-related"><div class="label">{m.says("related")}</div>'
        f"{teasers(m, '<div><a href=/{n}>{t}</a></div>')}</div>"
    )
    return shell(
        m,
        f'<div class="layout-container"><ol class="breadcrumb"><li>'
        f'<a href="/">{m.says("menu")}</a></li></ol><main role="main">'
        f'<div class="region region-content"><h1 class="page-title">{title}</h1><div class="submitted">{shown}</div>'
        f'<div class="node node--type-article"><div class="node__content">{lead}'
        f'<div class="clearfix text-formatted field field--name-body field--type-text-with-summary">{ps(m, 2)}'
        f'<ol class="{"list-menu-style" if v % 2 else "numbered"}">{items}</ol>{ps(m, 1)}'
        f'<div class="{wrapper}">{table(m, " border=1")}</div><blockquote>'
        f"<p>{m.paragraph(1)}</p></blockquote>{ps(m, 2)}</div>{related}"
        f'</div></div></div></main><div class="block-social share-links">'
        f'<a href="#">{m.says("share")}</a></div></div>',
        head,
    )


def soup(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    names = ("css-1a2b", "sc-gKsewC", "_3xk9 t", "Box-sc-1")
    name = names[v % 4]
    box = f'<div class="{names[(v + 1) % 4]} recirc-unit"><div>{m.says("trend")}</div>{teasers(m, "<div><a href=/{n}>{t}</a></div>")}</div>'
    paragraphs = [f'<div class="{name}">{m.paragraph()}</div>' for _ in range(6)]
    items = "".join(f'<div class="{name} row">{m.item()}</div>' for _ in range(3))
    body = "".join(paragraphs[:2]) + box + "".join(paragraphs[2:4]) + f"<div>{items}</div>" + "".join(paragraphs[4:])
    side = f'<div class="c9">{teasers(m, "<div class=c8><a href=/{n}>{t}</a></div>", 6)}</div>'
    return shell(
        m,
        f'<div id="app"><div class="c1"><div class="c2">'
        f'<h1 class="c3">{title}</h1>{shown}<div class="{name}-wrap">{body}</div></div>{side}</div>'
        f'<div class="c7"><span>{m.says("share")}</span></div></div>',
        head,
    )


def arc(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    promo = (
        f'<div class="c-interstitial interstitial-link block-margin-bottom"><a href="/x">[{m.teaser()}]</a></div>',
        f'<div class="inline-promo"><p>{m.says("trend")}</p>'
        f"<ul>{teasers(m, '<li><a href=/{n}>{t}</a></li>')}</ul></div>",
        f'<aside class="related-inset"><h4>{m.says("related")}</h4><a href="/q">{m.teaser()}</a></aside>',
    )[v % 3]
    ad = f'<div class="arcad-wrapper ad-slot"><span>{m.says("ad")}</span></div>'
    when = f" on <time datetime=2022-02-03>3 {'feb'}</time>" if v % 2 else ""
    wrap = "".join(f'<div class="paragraph-wrap"><p class="c-paragraph">{m.paragraph()}</p></div>' for _ in range(3))
    return shell(
        m,
        f'<main class="b-article"><h1 class="b-headline">{title}</h1>'
        f'<h2 class="c-heading b-subheadline">{m.paragraph(1)}</h2>'
        f'<div class="b-byline">{m.says("by")}</div>{shown}<article class="b-article-body article-body-wrapper">{wrap}{ad}{promo}'
        f'<p class="c-paragraph">{m.keep(m.sentence())}{when}</p>{ul(m, " class=c-list")}{ps(m, 3, " class=c-paragraph")}'
        f'<div class="c-table widget-table">{table(m)}</div><p class="c-paragraph">{m.paragraph()}</p></article>'
        f'<div class="most-read"><h3>{m.says("trend")}</h3>{teasers(m, "<p><a href=/{n}>{t}</a></p>")}</div></main>',
        head,
    )


def oldtables(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    breaks = "<br><br>\n" if v % 2 else "<br>\n&nbsp;&nbsp;"
    text = breaks.join(m.paragraph() for _ in range(4))
    more = breaks.join(m.paragraph() for _ in range(2))
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in m.row()) + "</tr>" for _ in range(3))
    inner = f'<table border="1" cellpadding="3">{rows}</table>'
    left = f'<td width="150" class="left">{teasers(m, "<a href=/{n}>{t}</a><br>", 5)}</td>'
    heading = f"<h1>{title}</h1>" if v % 3 else f'<h1><font size="5">{title}</font></h1>'
    return shell(
        m,
        f'<table width="100%" role="presentation">'
        f'<tr>{left}<td valign="top">{heading}{shown}<font face="Arial"><div id="text">{text}</div>'
        f"{inner}<div>{more}</div>{ul(m)}</font><br><small>{m.says('photo')}</small></td></tr></table>",
        head,
    )


def eastern(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    also = (
        f'<div class="read-also"><b>{m.says("also")}</b> <a href="/z">{m.teaser()}</a></div>',
        f'<p><em>{m.says("also")} <a href="/z">{m.teaser()}</a></em></p>',
        f'<blockquote class="article__more"><a href="/z">{m.teaser()}</a></blockquote>',
    )[v % 3]
    tele = (
        f'<p><a href="https://t.example/x">{m.says("sub")}</a></p>'
        if v % 2
        else f'<div class="social-subscribe">{m.says("sub")}</div>'
    )
    lenta = f'<div class="lenta sidebar-news">{teasers(m, "<div class=item><span>12:30</span><a href=/{n}>{t}</a></div>", 6)}</div>'
    name = ("article__text", "news-text", "post_text", "full_text")[v % 4]
    return shell(
        m,
        f'<div class="wrap"><div class="col-left">'
        f'<h1 class="article__title">{title}</h1><div class="article__info">{shown}</div>'
        f'<p class="article__lead lead">{m.paragraph(1)}</p><div class="photo">'
        f'<img src="1.jpg"><div class="photo-caption">{m.says("photo")}</div></div>'
        f'<div class="{name}">{ps(m, 2)}{also}{ps(m, 1)}{ul(m)}{ps(m, 1)}<table class="data">'
        f"{''.join('<tr>' + ''.join(f'<td><p>{c}</p></td>' for c in m.row()) + '</tr>' for _ in range(3))}</table>{ps(m, 1)}{tele}</div>"
        f'<div class="tags">{m.says("tags")} <a href="/t">{m.says("menu")}</a>'
        f'</div><div class="ya-share2">{m.says("share")}</div></div>{lenta}'
        f'<div class="comments">{comments(m)}</div></div>',
        head,
    )


def amp(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    related = f"<amp-list><h4>{m.says('related')}</h4>{teasers(m, '<a class=amp-related href=/{n}>{t}</a>')}</amp-list>"
    if v % 2:
        related = f'<section class="amp-wp-related related"><h3>{m.says("related")}</h3>{linked(m)}</section>'
    return shell(
        m,
        f'<amp-sidebar id="side"><ul>{teasers(m, "<li><a href=/{n}>{t}</a></li>")}</ul>'
        f'</amp-sidebar><article class="amp-wp-article">'
        f'<header class="amp-wp-article-header">'
        f'<h1 class="amp-wp-title">{title}</h1>{shown}</header><div class="amp-wp-article-content">'
        f'<amp-img src="x.jpg"></amp-img>{ps(m, 3)}<amp-ad type="x">'
        f"<div fallback>{m.says('ad')}</div></amp-ad>{ul(m)}{ps(m, 2)}{table(m)}{ps(m, 1)}"
        f"</div>{related}</article><amp-consent id=c><p>{m.says('cookie')}</p></amp-consent>",
        head,
        "",
    )


def liveblog(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    tag = ("article", "div", "section")[v % 3]
    name = ("live-post", "liveblog-entry", "post live__post")[v % 3]
    posts = "".join(
        f'<{tag} class="{name}"><div class="stamp">'
        f'<time datetime="2026-01-0{i + 1}T10:00">1{i}:3{i}</time></div><h3>{m.head()}</h3>'
        f"{ps(m, 8 if i == 0 and v > 3 else 2)}{ul(m, number=2) if i % 2 else ''}</{tag}>"
        for i in range(5)
    )
    return shell(
        m,
        f'<main><div class="live-page">'
        f'<h1>{title}</h1>{shown}<div class="liveblog-feed live-feed">{posts}</div></div>'
        f'<div class="sidebar"><h3>{m.says("trend")}</h3>{teasers(m, "<p><a href=/{n}>{t}</a></p>", 5)}</div></main>',
        head,
    )


def stub(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    name = ("article-body", "story-content", "c-article__body")[v % 3]
    wall = ("paywall-offer subscribe-box", "piano-offer subscription", "gate newsletter-gate")[v % 3]
    return shell(
        m,
        f'<main><article><h1>{title}</h1>{shown}<div class="{name}">'
        f"<p>{m.paragraph(1)}</p><p>{m.paragraph(1)}</p></div>"
        f'<div class="{wall}"><h3>{m.says("pay")}</h3><p>{m.says("promo")}</p></div></article>'
        f'<div class="related-articles">'
        f"<h3>{m.says('related')}</h3>{teasers(m, '<h4><a href=/{n}>{t}</a></h4>', 4)}</div></main>",
        head,
    )


def blogger(m: Maker) -> str:
    v, title, (head, shown) = m.variant, m.title(), date_of(m)
    text = (
        "<br /><br />".join(m.paragraph() for _ in range(4))
        if v % 2
        else "".join(f"<div>{m.paragraph()}</div><div><br></div>" for _ in range(4))
    )
    return shell(
        m,
        f'<div class="main section" id="main"><div class="widget Blog">'
        f'<div class="blog-posts hfeed"><div class="post hentry uncustomized-post-template">'
        f'<h1 class="post-title entry-title">{title}</h1>{shown}<div class="post-body entry-content" id="post-body-1">'
        f"{text}{ul(m)}<br />{m.paragraph()}"
        f'</div><div class="post-footer">'
        f'<span class="post-author vcard">{m.says("by")}</span> {m.says("share")}</div></div></div>'
        f'<div class="comments" id="comments"><div class="comment-block">'
        f"<p>{m.says('comment')}</p></div></div></div></div>"
        f'<div class="sidebar section"><ul>{teasers(m, "<li><a href=/{n}>{t}</a></li>", 5)}</ul></div>',
        head,
    )


LAYOUTS: dict[str, Layout] = {
    f.__name__: f for f in (wordpress, drupal, soup, arc, oldtables, eastern, amp, liveblog, stub, blogger)
}
