"""What can go wrong, as a tree of exceptions.

Absence is never an exception: an unresolved name, an undated event or an empty report are values (see `geoevents.model`).
Exceptions are for broken input, broken data and wrong usage, and their message is one sentence that says what is wrong,
where, and what to do; the command line prints it as it is.

    GeoEventsError
    ├── InputError            a report, table or option that a user gave cannot be used
    │   ├── UnreadableFile    missing, binary, undecodable, too large
    │   ├── BadDate           a date that is none
    │   └── BadFilter         a filter value that means nothing
    ├── DataError             the program's own data
    │   ├── DataMissing       a folder or file of the gazetteer, lexicons or models is not there
    │   ├── DataVersion       it is there, but of another version
    │   └── BadRule           a lexicon file breaks the rules of lexicons
    ├── PlaceError            a place or distance cannot be answered
    │   └── BadCoordinates    longitude or latitude out of range
    ├── StoreError            the store file
    │   ├── NotAStore         some other file, or a damaged one
    │   ├── StoreVersion      written by a newer program
    │   ├── StoreBusy         another writer holds it
    │   └── StoreFull         the disk, or a read-only file, refused the write
    └── RunError              many reports on many processes or machines
        ├── WorkersLost       processes die faster than they read, or the scheduler is gone
        ├── OtherRun          an output folder of another run, of another version, or of something else
        └── DamagedOutput     a file of an output folder cannot be read, or there is no room to write it
"""


class GeoEventsError(Exception):
    """Root of all errors that geoevents raises on purpose; `str()` is one printable sentence."""


class InputError(GeoEventsError):
    """Something that a user gave cannot be used."""


class UnreadableFile(InputError):
    """A file is missing, binary, undecodable or too large."""


class BadDate(InputError):
    """A date that is none, such as 2024-13-40."""


class BadFilter(InputError):
    """A filter value that means nothing, such as a box with three numbers."""


class DataError(GeoEventsError):
    """The program's own data is missing, damaged or of another version."""


class DataMissing(DataError):
    """A folder or file of the gazetteer, the lexicons or the models is not there."""


class DataVersion(DataError):
    """Data of another format version than this program reads."""


class BadRule(DataError):
    """A lexicon file breaks the rules of lexicons (see `geoevents.lexicon`)."""


class PlaceError(GeoEventsError):
    """A place or a distance cannot be answered."""


class BadCoordinates(PlaceError):
    """Longitude or latitude is not a number or out of range."""


class StoreError(GeoEventsError):
    """The store file cannot be used as asked."""


class NotAStore(StoreError):
    """The file is no geoevents store, or is damaged."""


class StoreVersion(StoreError):
    """The store was written by a newer version of the program."""


class StoreBusy(StoreError):
    """Another process is writing to the store."""


class StoreFull(StoreError):
    """The disk is full or the file is read-only: nothing was written."""


class RunError(GeoEventsError):
    """A run over many reports cannot go on; what it has finished stays, and the same command goes on from there."""


class WorkersLost(RunError):
    """Processes die faster than they read, or the scheduler is gone."""


class OtherRun(RunError):
    """The output folder is of another run, of another version of the program or its data, or of something else."""


class DamagedOutput(RunError):
    """A file of an output folder cannot be read, or there is no room to write it."""
