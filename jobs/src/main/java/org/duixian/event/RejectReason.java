package org.duixian.event;

/** Why a record was rejected; the names are published and do not change. */
public enum RejectReason {
  /** Larger than the size limit; not parsed. */
  too_large,
  /** No bytes at all (a tombstone). */
  empty,
  /** Not valid UTF-8. */
  invalid_utf8,
  /** Not one JSON object. */
  malformed_json,
  /** A field given twice. */
  duplicate_field,
  /** A required envelope attribute or data field is missing. */
  missing_field,
  /** An attribute or field that the schema does not have. */
  unknown_field,
  /** An event type without a schema. */
  unknown_type,
  /** A value of the wrong JSON type. */
  wrong_type,
  /** A value that is not in the enumeration. */
  not_in_enum,
  /** A number, length or item count out of range. */
  out_of_range,
  /** A string that does not have the required format or pattern. */
  bad_format,
  /** A personal identity number or telephone number. */
  personal_data,
  /** Happened later than it arrived, beyond the tolerance. */
  future_time,
  /** The record key is not the event's source. */
  wrong_key,
  /** The topic is not the one of the event's stream. */
  wrong_topic,
  /** A source that the reference data does not know. */
  unknown_source,
  /** No site, and the source serves several. */
  missing_site,
  /** A site that the reference data does not know. */
  unknown_site,
  /** A site that reports through another source. */
  wrong_source,
  /** An area or a division code that is none for which it can count, or means several. */
  unknown_area,
  /** No village, though it counts for where a person lives. */
  missing_village,
  /** A village code that the reference data does not know. */
  unknown_village,
  /** A route that the reference data does not know. */
  unknown_route,
  /** A road segment that the reference data does not know. */
  unknown_segment,
  /** Happened on a day that the calendar does not know. */
  outside_calendar,
  /** Its fields contradict each other, or those within a nested document. */
  inconsistent
}
