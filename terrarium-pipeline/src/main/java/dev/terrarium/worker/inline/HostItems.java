package dev.terrarium.worker.inline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.worker.Packed;
import dev.terrarium.worker.PythonItems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Items of the Python process that this JVM runs in.
public final class HostItems implements PythonItems {
  private final InlinePython inline;
  private final PyRef areScalars;

  /// Called by ServiceLoader.
  public HostItems() {
    this.inline = InlinePython.ofProcess(false);
    this.areScalars =
        inline
            .python()
            .call(gil -> gil.importModule("terrarium._plain").attr("are_scalars").keep());
  }

  @Override
  public List<@Nullable Object> take(Gil gil, PyObject list) {
    if (gil.of(areScalars).call(boolean.class, list)) {
      try {
        if (list.toJava() instanceof List<?> read) {
          return new ArrayList<>(read);
        }
      } catch (ConversionException _) {
        // A text with a lone surrogate, which another Python node may well take.
      }
    }
    var items = new ArrayList<@Nullable Object>();
    list.forEach(item -> items.add(takeOne(gil, item)));
    return items;
  }

  @Override
  public @Nullable Object takeOne(Gil gil, PyObject item) {
    return item.isNone() ? null : new PythonValue(inline, item.keep());
  }

  @Override
  public @Nullable Object settled(@Nullable Object output) {
    if (output instanceof Packed packed && !packed.memory().isEmpty()) {
      try {
        return inline
            .python()
            .call(gil ->
                new PythonValue(
                    inline, inline.crossing().travels().unpacked(gil, packed, false).keep()));
      } catch (ConversionFault fault) {
        // Told when it is given.
      }
    }
    return output instanceof ForeignValue value ? value.share() : output;
  }

  @Override
  public void close(List<?> items) {
    for (var item : items) {
      if (item instanceof ForeignValue value) {
        value.close();
      }
    }
  }

  @Override
  public PyObject give(Gil gil, @Nullable Object output) {
    try {
      return inline.crossing().toProgram(gil, output);
    } catch (ConversionException e) {
      throw Faults.conversion(e);
    }
  }
}
