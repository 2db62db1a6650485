"""A large corpus: reports in partitions, read and merged by many processes or machines, from files to files.

The same two functions as for one report and one store, `pipeline.extract` and the parts of `events.merge`, so the events
are those of a single process. Every stage writes its files aside and renames them, and a file that is there is not made
again: a killed worker, scheduler or driver costs the work under way and changes nothing. docs/scale.md tells the rest.

`runner` knows the stages, `cluster` (the only module that imports dask) where they run, `loading` reads the output.
"""
