package dev.terrarium.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What scripts of one interpreter were refused, told so that nobody drowns in it.
///
/// The first of a kind is told at once, and those that follow it once a second, as a number. Kinds
/// are few: what is one too many is told with the others.
final class Refusals {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MOST_KINDS = 32;
  private static final String OTHERS = "";

  private final Lanes lanes;
  private final Teller teller;

  // Guarded by this.
  private final Map<String, BrokerEvent.ScriptRefused> untold = new LinkedHashMap<>();
  private boolean isSet;

  Refusals(Lanes lanes, Teller teller) {
    this.lanes = lanes;
    this.teller = teller;
  }

  /// Takes a refusal.
  void add(BrokerEvent.ScriptRefused refused) {
    boolean isFirst;
    boolean sets;
    synchronized (this) {
      String kind = refused.code() + " " + refused.what();
      if (untold.size() >= MOST_KINDS && !untold.containsKey(kind)) {
        kind = OTHERS;
      }
      var before = untold.get(kind);
      isFirst = before == null;
      untold.put(kind, refused.times(before == null ? 0 : before.times() + 1));
      sets = !isSet;
      isSet = true;
    }
    if (isFirst) {
      teller.tell(refused);
    }
    if (sets) {
      setAlarm();
    }
  }

  private void setAlarm() {
    var _ = lanes.guardAt(lanes.nanos() + PAUSE.toNanos(), this::tellMore);
  }

  private void tellMore() {
    List<BrokerEvent.ScriptRefused> more = new ArrayList<>();
    synchronized (this) {
      untold.values().removeIf(refused -> refused.times() == 0);
      untold.replaceAll((_, refused) -> {
        more.add(refused);
        return refused.times(0);
      });
      isSet = !more.isEmpty();
    }
    more.forEach(teller::tell);
    if (!more.isEmpty()) {
      setAlarm();
    }
  }
}
