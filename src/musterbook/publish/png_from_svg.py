"""A picture as SVG -> PNG, by the renderer that draws the charts: no font server, no network, the same bytes every time."""

from __future__ import annotations

FINE = 2  # pixels for each unit of the picture


def png_from_svg(svg: str) -> bytes:
    """Return a picture as PNG; its SVG must be well-formed, since the renderer ends the process over what XML cannot hold."""
    import vl_convert

    png: bytes = vl_convert.svg_to_png(svg, scale=FINE)
    return png
