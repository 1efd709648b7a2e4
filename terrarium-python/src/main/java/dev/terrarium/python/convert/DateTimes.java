package dev.terrarium.python.convert;

import dev.terrarium.capi.DateTime;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;

/// The classes of `datetime`, once it is imported.
enum DateTimes {
  MOMENT,
  DATE,
  TIME,
  DELTA;

  boolean has(long object) {
    long type =
        switch (this) {
          case MOMENT -> DateTime.DateTimeType;
          case DATE -> DateTime.DateType;
          case TIME -> DateTime.TimeType;
          case DELTA -> DateTime.DeltaType;
        };
    return ObjectApi.PyType_IsSubtype(Macros.Py_TYPE(object), type) != 0;
  }
}
