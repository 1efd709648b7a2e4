package dev.terrarium.python.convert;

import dev.terrarium.capi.BytesObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.nio.ByteBuffer;
import java.util.UUID;

/// `uuid.UUID` and java.util.UUID, by their sixteen bytes. Needs the GIL.
final class Uuids {
  private final Kept type = new Kept("uuid", "UUID");

  /// A new reference.
  long of(UUID id, Boundary boundary) {
    byte[] bytes = new byte[16];
    ByteBuffer.wrap(bytes)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
    long argument = ToPython.bytes(bytes);
    try {
      return Attributes.call(
          boundary,
          "Python refuses it",
          type.get(boundary),
          ObjectApi._Py_NoneStruct, // The text, of which the bytes take the place.
          argument);
    } finally {
      Macros.Py_DECREF(argument);
    }
  }

  void expect(KnownClasses classes) {
    classes.expect("UUID", "uuid", "UUID", Uuids::value);
  }

  Object read(FromPython from, long object) {
    if (!type.isTypeOf(object, from.boundary)) {
      throw from.mismatch("UUID", object);
    }
    return value(from, object);
  }

  private static UUID value(FromPython from, long id) {
    long bytes = Attributes.get(from.boundary, id, "bytes");
    try {
      if (!Macros.PyType_HasFeature(Macros.Py_TYPE(bytes), Layout.BYTES_SUBCLASS)
          || BytesObject.PyBytes_Size(bytes) != 16) {
        throw from.mismatch("a UUID of 16 bytes", id);
      }
      ByteBuffer halves = ByteBuffer.wrap(from.bytes(bytes));
      return new UUID(halves.getLong(), halves.getLong());
    } finally {
      Macros.Py_DECREF(bytes);
    }
  }
}
