"""Records: the frozen types as the public lines of the contract, and as lossless payloads for files and stores."""

from geoevents.records.codec import from_payload, to_payload
from geoevents.records.events import event_record
from geoevents.records.reports import claim_record, extraction_record, place_record

__all__ = ["claim_record", "event_record", "extraction_record", "from_payload", "place_record", "to_payload"]
