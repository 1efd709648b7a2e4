package dev.terrarium.broker.declaration;

import java.util.Optional;

/// An argument, whose fields depend on each other.
final class ArgumentKind implements Kind<ArgumentDeclaration> {
  private final TableKind<ArgumentDeclaration> table =
      new TableKind<>(
          "a table", ArgumentSection.SECTION, ArgumentSection::read, ArgumentSection::write);

  @Override
  public String words() {
    return table.words();
  }

  @Override
  public Optional<ArgumentDeclaration> read(Place place, Object value) {
    int before = place.findings().count();
    var entry = Entry.read(ArgumentSection.SECTION, place, value);
    entry.ifPresent(ArgumentKind::check);
    return place.findings().count() == before ? entry.map(ArgumentSection::read) : Optional.empty();
  }

  private static void check(Entry entry) {
    var type = entry.find(ArgumentSection.TYPE);
    var values = entry.find(ArgumentSection.VALUES);
    var otherwise = entry.find(ArgumentSection.DEFAULT);
    if (entry.find(ArgumentSection.REQUIRED).orElse(false) && otherwise.isPresent()) {
      entry
          .place(ArgumentSection.REQUIRED)
          .fault("must be false or left out, as there is a default");
    }
    if (type.isEmpty()) {
      return;
    }
    if (type.get() == ValueType.CHOICE && values.filter(words -> words.isEmpty()).isPresent()) {
      entry
          .place(ArgumentSection.VALUES)
          .fault("is missing; it must be a list of at least one word");
    }
    if (type.get() != ValueType.CHOICE && entry.gives(ArgumentSection.VALUES)) {
      entry
          .place(ArgumentSection.VALUES)
          .fault("belongs to the type choice, and this one is " + Kinds.spelt(type.get()));
    }
    otherwise.ifPresent(
        value -> Defaults.check(entry.place(ArgumentSection.DEFAULT), type.get(), value));
    if (type.get() == ValueType.CHOICE && otherwise.orElse(null) instanceof String word) {
      values
          .filter(words -> !words.isEmpty() && !words.contains(word))
          .ifPresent(words ->
              entry
                  .place(ArgumentSection.DEFAULT)
                  .unknown("must be one of the values, not " + Described.of(word), word, words));
    }
  }

  @Override
  public Object write(ArgumentDeclaration value) {
    return table.write(value);
  }
}
