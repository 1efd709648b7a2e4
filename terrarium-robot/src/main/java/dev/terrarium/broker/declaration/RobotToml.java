package dev.terrarium.broker.declaration;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Declarations as TOML, both ways: what is written and read again is equal.
public final class RobotToml {
  private RobotToml() {}

  /// Reads a declaration.
  ///
  /// @param text TOML 1.0
  /// @throws DeclarationException with all that is wrong: what is not TOML, or else every field
  ///   that does not fit
  public static RobotDeclaration parse(String text) {
    return DeclarationReader.read(
        TomlText.read(Required.given("the declaration", "a text of TOML", text)));
  }

  /// Reads a declaration from a file.
  ///
  /// @throws DeclarationException as [#parse], and where the file is not UTF-8
  /// @throws IOException if the file cannot be read
  public static RobotDeclaration read(Path file) throws IOException {
    try {
      return parse(Files.readString(Required.given("the file", "a path", file)));
    } catch (CharacterCodingException _) {
      throw new DeclarationException(
          List.of(
              new DeclarationFault(
                  "", 0, "is not TOML: the file is not encoded in UTF-8", Optional.empty())));
    }
  }

  /// Writes a declaration. What holds where nothing is said is left out.
  public static String text(RobotDeclaration declaration) {
    return TomlWriter.text(
        DeclarationWriter.tree(Required.given("the robot", "a RobotDeclaration", declaration))
            .root());
  }
}
