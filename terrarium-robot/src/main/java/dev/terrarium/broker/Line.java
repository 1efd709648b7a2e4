package dev.terrarium.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What waits for the interpreter, and whose turn it is.
///
/// What prepares a new interpreter goes first. Then calls and messages for handlers take turns, so
/// that neither can starve the other; coroutines have what time is left. Guarded by its owner's
/// lock.
final class Line {
  private final Collection<Operation<?>> expected = new LinkedHashSet<>();
  private final Deque<Operation<?>> preparations = new ArrayDeque<>();
  private final Deque<Operation<?>> calls = new ArrayDeque<>();
  private final Supplier<@Nullable Operation<?>> handlers;
  private final Supplier<@Nullable Operation<?>> turns;
  private boolean isHandlersTurn;

  /// @param handlers gives a message's handler to run next, or null
  /// @param turns gives a turn for coroutines, or null if none waits
  Line(Supplier<@Nullable Operation<?>> handlers, Supplier<@Nullable Operation<?>> turns) {
    this.handlers = handlers;
    this.turns = turns;
  }

  /// Takes note of a call that comes when its arguments are made.
  void expect(Operation<?> call) {
    expected.add(call);
  }

  /// Puts a call that was expected behind the others, unless it was taken out; says whether it did.
  boolean add(Operation<?> call) {
    return expected.remove(call) && calls.add(call);
  }

  void prepare(List<? extends Operation<?>> imports) {
    preparations.clear();
    preparations.addAll(imports);
  }

  @Nullable Operation<?> next() {
    Operation<?> next = preparations.pollFirst();
    if (next == null) {
      next = isHandlersTurn ? handlerOrCall() : callOrHandler();
    }
    return next == null ? turns.get() : next;
  }

  private @Nullable Operation<?> callOrHandler() {
    Operation<?> call = calls.pollFirst();
    isHandlersTurn = call != null;
    return call == null ? handlers.get() : call;
  }

  private @Nullable Operation<?> handlerOrCall() {
    Operation<?> handler = handlers.get();
    isHandlersTurn = false;
    return handler == null ? callOrHandler() : handler;
  }

  /// Takes out those of a kind; returns them in their order.
  List<Operation<?>> take(Predicate<Operation<?>> which) {
    List<Operation<?>> taken = new ArrayList<>();
    for (Collection<Operation<?>> line : List.of(preparations, calls, expected)) {
      line.stream().filter(which).forEach(taken::add);
      line.removeIf(which);
    }
    return taken;
  }

  int length() {
    return preparations.size() + calls.size();
  }
}
