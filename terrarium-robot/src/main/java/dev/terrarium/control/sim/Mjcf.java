package dev.terrarium.control.sim;

import java.util.List;

/// The arm as a model that MuJoCo reads, version 2 as well as later ones.
final class Mjcf {
  private Mjcf() {}

  /// Returns the text of a model whose bodies are named `link1` and so on, with a step of a
  /// millisecond and without actuators.
  ///
  /// @param gravity downwards, m/s²
  static String of(FrankaParameters parameters, double gravity) {
    var text = new StringBuilder();
    text.append("<mujoco model=\"franka\">\n")
        .append("<option timestep=\"0.001\" integrator=\"Euler\" gravity=\"0 0 ")
        .append(-gravity)
        .append("\"/>\n<worldbody>\n");
    List<Link> links = parameters.links();
    for (int index = 0; index < links.size(); index++) {
      open(text, "link" + (index + 1), links.get(index), parameters);
    }
    text.repeat("</body>\n", links.size());
    return text.append("</worldbody>\n</mujoco>\n").toString();
  }

  private static void open(
      StringBuilder text, String name, Link link, FrankaParameters parameters) {
    double half = link.alpha() / 2;
    Link.Centre centre = link.centre();
    Link.Inertia of = link.inertia();
    text.append("<body name=\"").append(name).append('"');
    list(
        text,
        "pos",
        link.a(),
        -Math.sin(link.alpha()) * link.d(),
        Math.cos(link.alpha()) * link.d());
    list(text, "quat", Math.cos(half), Math.sin(half), 0, 0);
    text.append(">\n<inertial");
    list(text, "mass", link.mass());
    list(text, "pos", centre.x(), centre.y(), centre.z());
    list(text, "fullinertia", of.xx(), of.yy(), of.zz(), of.xy(), of.xz(), of.yz());
    text.append("/>\n<joint type=\"hinge\" axis=\"0 0 1\"");
    list(text, "damping", parameters.damping());
    list(text, "frictionloss", parameters.dryFriction());
    list(text, "armature", parameters.armature());
    text.append("/>\n");
  }

  private static void list(StringBuilder text, String name, double... values) {
    text.append(' ').append(name).append("=\"");
    for (int index = 0; index < values.length; index++) {
      text.append(index == 0 ? "" : " ").append(values[index]);
    }
    text.append('"');
  }
}
