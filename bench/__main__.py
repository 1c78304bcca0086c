"""Every measurement of speed and every comparison: `python -m bench`."""

from bench import copies, groups, html_pages, intake, links, recognizers, speed, sums

for part in (speed, recognizers, html_pages, copies, sums, groups, links, intake):
    print(f"== {part.__name__.rpartition('.')[2]}", flush=True)
    part.main()
