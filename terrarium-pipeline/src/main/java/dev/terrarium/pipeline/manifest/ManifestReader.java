package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.ManifestException;
import dev.terrarium.pipeline.NodeCatalog;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads manifests and finds all that is wrong with one in a single pass.
///
/// Nothing of a pipeline is started; but the module of a Python node is imported, so as to know its
/// class and what that takes.
public final class ManifestReader {
  private final NodeCatalog catalog;
  private final Machine machine;

  /// @param catalog the node types that a manifest may name
  /// @param machine what the nodes' needs are held against
  public ManifestReader(NodeCatalog catalog, Machine machine) {
    this.catalog = catalog;
    this.machine = machine;
  }

  /// Reads a manifest in JSON from the bytes of a file, which must be UTF-8.
  ///
  /// @throws dev.terrarium.pipeline.UnavailableException if an interpreter is needed and there is
  ///   none
  public Reading read(byte[] json) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var bytes = ByteBuffer.wrap(json);
    try {
      return read(decoder.decode(bytes).toString());
    } catch (CharacterCodingException e) {
      var fault =
          new Fault("$", "not JSON: byte " + bytes.position() + " of the file is not UTF-8");
      return new Reading.Refused(List.of(fault), List.of());
    }
  }

  /// Returns where a manifest says which Python and packages it needs, before any node type is
  /// looked for; nothing where it says nothing, or what [#read] will find fault with.
  public static Optional<Manifest.Pyproject> pyproject(String text, Notation notation) {
    var findings = new Findings();
    return notation
        .read(text, findings)
        .flatMap(document -> Fields.of("$", document.value(), findings))
        .flatMap(PyprojectReader::read);
  }

  /// Returns what a text stands for, which need not be a manifest: null, a Boolean, a number, a
  /// String, a List or a Map.
  ///
  /// @throws ManifestException if it is not of that notation
  public static @Nullable Object document(String text, Notation notation) {
    var findings = new Findings();
    var document = notation.read(text, findings);
    if (!findings.faults().isEmpty()) {
      throw new ManifestException(findings.faults());
    }
    return document.orElseThrow().value();
  }

  /// Reads a manifest in JSON.
  ///
  /// @param json the manifest's text
  /// @throws dev.terrarium.pipeline.UnavailableException if an interpreter is needed and there is
  ///   none
  public Reading read(String json) {
    return read(json, Notation.JSON);
  }

  /// Reads a manifest.
  ///
  /// @throws dev.terrarium.pipeline.UnavailableException if an interpreter is needed and there is
  ///   none
  public Reading read(String text, Notation notation) {
    return read(text, notation, new Findings(), true);
  }

  /// Reads a manifest that asks for an environment which cannot be had. Its Python nodes are not
  /// looked at, since what they are is known there alone; all else that is wrong is found.
  ///
  /// @param reason why it cannot be had
  public Reading.Refused readWithoutPyproject(String text, Notation notation, String reason) {
    var findings = new Findings();
    findings.fault(Fault.child("$", PyprojectReader.FIELD), reason);
    var _ = read(text, notation, findings, false);
    return new Reading.Refused(findings.faults(), findings.warnings());
  }

  private Reading read(String text, Notation notation, Findings findings, boolean hasPython) {
    return notation
        .read(text, findings)
        .flatMap(document -> Fields.of("$", document.value(), findings))
        .flatMap(root ->
            new ManifestPass(
                    root,
                    new TypeCheck(catalog, findings, hasPython),
                    new PlacementCheck(machine, findings),
                    findings)
                .read())
        .<Reading>map(accepted -> accepted)
        .orElseGet(() -> new Reading.Refused(findings.faults(), findings.warnings()));
  }

  /// Reads a manifest as it stands: node types are not looked for, nor parameters held against
  /// them, nor needs against the machine. No interpreter is needed.
  ///
  /// @param text the manifest
  public Outline outline(String text, Notation notation) {
    var findings = new Findings();
    var unasked = new Findings();
    var manifest =
        notation
            .read(text, findings)
            .flatMap(document -> Fields.of("$", document.value(), findings))
            .flatMap(root ->
                new ManifestPass(
                        root,
                        new TypeCheck(NodeCatalog.of(), unasked, false),
                        new PlacementCheck(machine, unasked),
                        findings)
                    .manifest());
    return new Outline(manifest, findings.faults(), findings.warnings());
  }
}
