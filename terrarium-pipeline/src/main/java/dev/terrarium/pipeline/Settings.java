package dev.terrarium.pipeline;

import java.util.List;
import java.util.Optional;

/// What node providers are configured with: one record for each that wants one.
public record Settings(List<Record> records) {
  public Settings {
    records = List.copyOf(records);
  }

  /// Holds `records`, each for the provider that knows its type.
  public static Settings of(Record... records) {
    return new Settings(List.of(records));
  }

  /// Finds the record of one type.
  public <R extends Record> Optional<R> find(Class<R> type) {
    return records.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
