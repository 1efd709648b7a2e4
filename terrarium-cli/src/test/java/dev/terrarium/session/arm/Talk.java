package dev.terrarium.session.arm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a client hears, found by ids and by events.
final class Talk implements Consumer<String> {
  private final Map<Object, Map<String, @Nullable Object>> answers = new HashMap<>();
  private final Deque<Map<String, @Nullable Object>> events = new ArrayDeque<>();
  private final List<Map<String, @Nullable Object>> nameless = new ArrayList<>();

  @Override
  public synchronized void accept(String line) {
    Map<String, @Nullable Object> heard = Json.object(line);
    if (heard.containsKey("event")) {
      events.add(heard);
    } else if (heard.get("id") instanceof Object id) {
      answers.put(id, heard);
    } else {
      nameless.add(heard);
    }
    notifyAll();
  }

  /// Waits for the answer of an id, and returns what is in its `ok`.
  synchronized Map<?, ?> ok(Object id) {
    Map<String, @Nullable Object> answer = answer(id);
    if (answer.get("ok") instanceof Map<?, ?> facts) {
      return facts;
    }
    throw new AssertionError("expected ok: " + answer);
  }

  /// Waits for the answer of an id, and returns the kind and the message of its error.
  synchronized String error(Object id) {
    return error(answer(id));
  }

  /// Waits for an answer that has no id, and returns the kind and the message of its error.
  synchronized String namelessError() {
    while (nameless.isEmpty()) {
      pause();
    }
    return error(nameless.removeFirst());
  }

  private static String error(Map<String, @Nullable Object> answer) {
    if (answer.get("error") instanceof Map<?, ?> error) {
      return error.get("kind") + ": " + error.get("message");
    }
    throw new AssertionError("expected an error: " + answer);
  }

  private Map<String, @Nullable Object> answer(Object id) {
    while (!answers.containsKey(id)) {
      pause();
    }
    return answers.get(id);
  }

  synchronized boolean hasAnswer(Object id) {
    return answers.containsKey(id);
  }

  /// Waits for an event of a name; those before it are forgotten.
  synchronized Map<String, @Nullable Object> event(String name) {
    while (true) {
      while (events.isEmpty()) {
        pause();
      }
      Map<String, @Nullable Object> event = events.remove();
      if (name.equals(event.get("event"))) {
        return event;
      }
    }
  }

  private void pause() {
    try {
      wait();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
