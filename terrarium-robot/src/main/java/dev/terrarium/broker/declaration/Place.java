package dev.terrarium.broker.declaration;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// A place in a declaration, where faults may be found.
///
/// @param path as TOML names it; empty for the whole
/// @param line that of the place, or of the nearest one around it; 0 where there is no text
record Place(String path, int line, Map<String, Integer> lines, Findings findings) {
  static Place whole(Tree tree, Findings findings) {
    return new Place("", tree.lines().isEmpty() ? 0 : 1, tree.lines(), findings);
  }

  Place child(String name) {
    return at(DeclarationFault.child(path, name));
  }

  Place element(int index) {
    return at(path + "[" + index + "]");
  }

  private Place at(String place) {
    return new Place(place, lines.getOrDefault(place, line), lines, findings);
  }

  /// Notes what is wrong here, and what was expected.
  void fault(String message) {
    findings.add(new DeclarationFault(path, line, message, Optional.empty()));
  }

  /// Notes that a name is not known, with the known ones that are near it, or all where none is.
  void unknown(String message, String name, Collection<String> known) {
    var near = NearNames.of(name, known);
    var others =
        near.isPresent() || known.isEmpty()
            ? ""
            : "; there " + (known.size() == 1 ? "is " : "are ") + String.join(", ", known);
    findings.add(new DeclarationFault(path, line, message + others, near));
  }
}
