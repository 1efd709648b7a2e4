package dev.terrarium.control.record;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/// What the JVM's collectors say of themselves: to the ms, counted from the JVM's start.
final class CollectorPauses {
  private static final long MILLI = 1_000_000;

  private final Stops stops;
  private final NotificationListener listener = (told, _) -> add(told);
  private final List<GarbageCollectorMXBean> collectors;

  /// When the JVM started.
  private final long start;

  CollectorPauses(Stops stops) {
    this.stops = stops;
    start = System.nanoTime() - MILLI * ManagementFactory.getRuntimeMXBean().getUptime();
    collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(it -> stopsThreads(it.getName()))
            .toList();
    for (GarbageCollectorMXBean collector : collectors) {
      ((NotificationEmitter) collector).addNotificationListener(listener, null, null);
    }
  }

  /// Whether what a collector of this name tells of are pauses: those that work beside the program
  /// tell of their cycles and their pauses under a name each.
  static boolean stopsThreads(String collector) {
    return !collector.endsWith("Cycles");
  }

  private void add(Notification notification) {
    if (notification.getUserData() instanceof CompositeData data) {
      GcInfo gc = GarbageCollectionNotificationInfo.from(data).getGcInfo();
      stops.add(stop(start, gc.getStartTime(), gc.getEndTime()));
    }
  }

  /// A stop between two times that were cut to whole ms.
  ///
  /// @param start when the JVM started, ns
  static Stop stop(long start, long fromMillis, long untilMillis) {
    long nanos = MILLI * (untilMillis - fromMillis) + MILLI / 2;
    return new Stop(
        Cause.COLLECTOR,
        start + MILLI * (fromMillis - 1),
        start + MILLI * (untilMillis + 2),
        nanos);
  }

  void close() {
    for (GarbageCollectorMXBean collector : collectors) {
      try {
        ((NotificationEmitter) collector).removeNotificationListener(listener);
      } catch (ListenerNotFoundException _) {
        // Closed already.
      }
    }
  }
}
