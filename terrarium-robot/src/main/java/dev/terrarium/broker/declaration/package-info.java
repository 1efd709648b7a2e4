/// A robot, declared once: in Java, or in a TOML file with the same content.
///
/// [RobotDeclaration] is all that is said of one; whatever is wrong with it is told at once, by a
/// [DeclarationException]. [RobotToml] reads and writes it as text, [SurfaceDocs] shows what of it
/// scripts may use. Each field stands in one table, [Schema], which reader, writer, documentation
/// and tests share.
@NullMarked
package dev.terrarium.broker.declaration;

import org.jspecify.annotations.NullMarked;
