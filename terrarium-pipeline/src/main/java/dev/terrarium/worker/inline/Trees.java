package dev.terrarium.worker.inline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Values inside lists, maps and sets; "changed" means that another object came back.
@SuppressWarnings("ReferenceEquality")
final class Trees {
  private Trees() {}

  /// Changes every leaf of a tree; a branch of which no leaf changed is returned as it was.
  ///
  /// @throws ConversionFault from `change`, its path led by the way to the leaf
  static @Nullable Object rewrite(@Nullable Object tree, UnaryOperator<@Nullable Object> change) {
    return switch (tree) {
      case List<?> list -> list(list, change);
      case Map<?, ?> map -> map(map, change);
      case Set<?> set -> set(set, change);
      case null, default -> change.apply(tree);
    };
  }

  private static Object list(List<?> list, UnaryOperator<@Nullable Object> change) {
    List<@Nullable Object> changed = null;
    for (int i = 0; i < list.size(); i++) {
      Object before = list.get(i);
      Object after;
      try {
        after = rewrite(before, change);
      } catch (ConversionFault fault) {
        throw fault.under("[" + i + "]");
      }
      if (after != before) {
        changed = changed == null ? new ArrayList<>(list) : changed;
        changed.set(i, after);
      }
    }
    return changed == null ? list : changed;
  }

  private static Object map(Map<?, ?> map, UnaryOperator<@Nullable Object> change) {
    Map<@Nullable Object, @Nullable Object> changed = null;
    for (var entry : map.entrySet()) {
      Object before = entry.getValue();
      Object after;
      try {
        after = rewrite(before, change);
      } catch (ConversionFault fault) {
        throw fault.under(
            entry.getKey() instanceof String name
                ? Fault.child("", name)
                : "[" + entry.getKey() + "]");
      }
      if (after != before) {
        changed = changed == null ? new LinkedHashMap<>(map) : changed;
        changed.put(entry.getKey(), after);
      }
    }
    return changed == null ? map : changed;
  }

  private static Object set(Set<?> set, UnaryOperator<@Nullable Object> change) {
    Set<@Nullable Object> changed = new LinkedHashSet<>();
    boolean same = true;
    for (Object before : set) {
      Object after = rewrite(before, change);
      same &= after == before;
      changed.add(after);
    }
    return same ? set : changed;
  }
}
