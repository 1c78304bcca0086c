"""Every measurement of speed and every comparison: `python -m bench`."""

from bench import recognizers, speed

for part in (speed, recognizers):
    print(f"== {part.__name__.rpartition('.')[2]}", flush=True)
    part.main()
