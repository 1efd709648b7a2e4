/// What robots tell each other: the catalogue of payloads, and payloads of your own from records.
///
/// A payload is an immutable record in SI units that was checked when it was made. Its
/// [PayloadType][dev.terrarium.message.payload.PayloadType] knows its fields, makes it of a map and
/// makes a map of it, and is as strict as the record: whatever does not fit is an
/// [InvalidPayloadException][dev.terrarium.message.payload.InvalidPayloadException] that names the
/// field.
@NullMarked
package dev.terrarium.message.payload;

import org.jspecify.annotations.NullMarked;
