"""Every measurement of speed and every comparison: `python -m bench`."""

from bench import copies, html_pages, intake, recognizers, speed

for part in (speed, recognizers, html_pages, copies, intake):
    print(f"== {part.__name__.rpartition('.')[2]}", flush=True)
    part.main()
