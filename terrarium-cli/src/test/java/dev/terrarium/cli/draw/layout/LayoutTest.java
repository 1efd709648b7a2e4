package dev.terrarium.cli.draw.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.cli.draw.layout.Arrangement.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
  private static final double WIDE = 100_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void blocksStandApartFromEachOther(int seed) {
    var arrangement = Layout.of(anything(seed));

    var frames = arrangement.frames();
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).x()).isNotNegative();
      assertThat(frames.get(i).y()).isNotNegative();
      assertThat(frames.get(i).right()).isLessThanOrEqualTo(arrangement.width());
      assertThat(bottom(frames.get(i))).isLessThanOrEqualTo(arrangement.height() + 0.01);
      for (int k = 0; k < i; k++) {
        assertThat(overlap(frames.get(i), frames.get(k))).as("blocks %d and %d", k, i).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void linksRunFromBorderToBorderAndThroughNoBlock(int seed) {
    var scene = anything(seed);

    var arrangement = Layout.of(scene);

    assertThat(arrangement.routes()).hasSameSizeAs(scene.links());
    for (int i = 0; i < scene.links().size(); i++) {
      var route = arrangement.routes().get(i);
      var from = arrangement.frames().get(scene.links().get(i).from());
      var to = arrangement.frames().get(scene.links().get(i).to());
      assertThat(route.start().x()).isCloseTo(from.right(), within(0.01));
      assertThat(route.start().y()).isBetween(from.y(), bottom(from));
      assertThat(route.end().x()).isCloseTo(to.x(), within(0.01));
      assertThat(route.end().y()).isBetween(to.y(), bottom(to));
      assertThat(points(route))
          .as("link %d", i)
          .allSatisfy(
              point -> assertThat(arrangement.frames()).noneMatch(frame -> isInside(point, frame)));
    }
  }

  @Test
  void linksArriveApartFromEachOther() {
    var links = new ArrayList<Scene.Link>();
    for (int i = 0; i < 30; i++) {
      links.add(link(i, 30));
    }
    links.add(link(29, 30));

    var arrangement = Layout.of(scene(31, links, WIDE));

    var arrivals = arrangement.routes().stream().map(route -> route.end().y()).sorted().toList();
    for (int i = 1; i < arrivals.size(); i++) {
      assertThat(arrivals.get(i) - arrivals.get(i - 1)).isGreaterThan(17);
    }
  }

  @Test
  void aChainIsOneStraightLine() {
    var arrangement = Layout.of(scene(3, List.of(link(0, 1), link(1, 2)), WIDE));

    assertThat(arrangement.frames()).extracting(Frame::middle).containsOnly(25.0);
    assertThat(arrangement.frames()).extracting(Frame::x).isSorted().doesNotHaveDuplicates();
    assertThat(arrangement.routes())
        .allSatisfy(
            route -> assertThat(route.segments()).hasOnlyElementsOfType(Route.Segment.Line.class));
  }

  @Test
  void aDiamondIsEven() {
    var links = List.of(link(0, 1), link(0, 2), link(1, 3), link(2, 3));

    var frames = Layout.of(scene(4, links, WIDE)).frames();

    assertThat(frames.get(1).x()).isEqualTo(frames.get(2).x());
    assertThat(frames.get(0).middle()).isCloseTo(frames.get(3).middle(), within(0.5));
    assertThat(frames.get(0).middle() - frames.get(1).middle())
        .isCloseTo(frames.get(2).middle() - frames.get(0).middle(), within(0.5));
  }

  @Test
  void ordersLayersSoThatLinksDoNotCross() {
    var links = List.of(link(0, 1), link(0, 2), link(1, 4), link(2, 3), link(3, 5), link(4, 5));

    var frames = Layout.of(scene(6, links, WIDE)).frames();

    assertThat(frames.get(1).y() < frames.get(2).y())
        .isEqualTo(frames.get(4).y() < frames.get(3).y());
  }

  @Test
  void partsThatNothingConnectsStandBelowEachOther() {
    var frames = Layout.of(scene(5, List.of(link(0, 2), link(1, 3), link(3, 4)), WIDE)).frames();

    assertThat(frames.get(0).middle()).isEqualTo(frames.get(2).middle());
    assertThat(frames.get(1).middle()).isEqualTo(frames.get(4).middle());
    assertThat(frames.get(1).y()).isGreaterThan(bottom(frames.get(0)));
  }

  @Test
  void aLongChainGoesOnInFurtherRowsWithinTheMeasure() {
    var links = new ArrayList<Scene.Link>();
    for (int i = 1; i < 100; i++) {
      links.add(link(i - 1, i));
    }

    var arrangement = Layout.of(scene(100, links, 1000));

    assertThat(arrangement.width()).isLessThan(1150);
    assertThat(arrangement.frames()).extracting(Frame::x).contains(arrangement.frames().get(0).x());
    assertThat(arrangement.frames().get(99).y()).isGreaterThan(arrangement.frames().get(0).y());
  }

  @Test
  void aCycleIsDrawnWithOneLinkTurnedAround() {
    var arrangement = Layout.of(scene(3, List.of(link(0, 1), link(1, 2), link(2, 0)), WIDE));

    assertThat(arrangement.frames()).extracting(Frame::x).isSorted();
    assertThat(arrangement.routes().get(2).endsLeftwards()).isTrue();
    assertThat(arrangement.routes().get(2).end().x())
        .isEqualTo(arrangement.frames().get(0).right());
  }

  @Test
  void theSameSceneIsAlwaysLaidOutAlike() {
    assertThat(Layout.of(anything(3))).isEqualTo(Layout.of(anything(3)));
  }

  @Test
  void refusesALinkFromABlockToItself() {
    var links = List.of(link(0, 0));

    assertThatThrownBy(() -> scene(1, links, WIDE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Block 0 is linked to itself");
  }

  /// A graph without cycles, some of it long, some apart, in one row or in several.
  private static Scene anything(int seed) {
    var random = new Random(seed);
    int count = 5 + random.nextInt(40);
    var blocks = new ArrayList<Scene.Block>();
    var links = new ArrayList<Scene.Link>();
    for (int i = 0; i < count; i++) {
      blocks.add(
          new Scene.Block(
              100 + random.nextInt(100), 40 + random.nextInt(80), random.nextInt(60), 20));
      for (int k = random.nextInt(3); k > 0 && i > 0; k--) {
        int from = random.nextInt(4) == 0 ? random.nextInt(i) : Math.max(0, i - 1 - k);
        links.add(new Scene.Link(from, i, random.nextInt(5) == 0));
      }
    }
    return new Scene(blocks, links, seed % 2 == 0 ? WIDE : 900);
  }

  private static Scene scene(int count, List<Scene.Link> links, double measure) {
    var blocks = new ArrayList<Scene.Block>();
    for (int i = 0; i < count; i++) {
      blocks.add(new Scene.Block(120, 50, 20, 10));
    }
    return new Scene(blocks, links, measure);
  }

  private static Scene.Link link(int from, int to) {
    return new Scene.Link(from, to, false);
  }

  private static double bottom(Frame frame) {
    return frame.y() + frame.height();
  }

  private static boolean overlap(Frame one, Frame other) {
    return one.x() < other.right()
        && other.x() < one.right()
        && one.y() < bottom(other)
        && other.y() < bottom(one);
  }

  private static boolean isInside(Point point, Frame frame) {
    return point.x() > frame.x() + 0.1
        && point.x() < frame.right() - 0.1
        && point.y() > frame.y() + 0.1
        && point.y() < bottom(frame) - 0.1;
  }

  private static List<Point> points(Route route) {
    var points = new ArrayList<Point>();
    var at = route.start();
    for (var segment : route.segments()) {
      for (int i = 0; i <= 20; i++) {
        points.add(at(at, segment, i / 20.0));
      }
      at = segment.to();
    }
    return points;
  }

  private static Point at(Point from, Route.Segment segment, double part) {
    double rest = 1 - part;
    return switch (segment) {
      case Route.Segment.Line(var to) ->
          new Point(from.x() * rest + to.x() * part, from.y() * rest + to.y() * part);
      case Route.Segment.Curve(var first, var second, var to) ->
          new Point(
              cubic(from.x(), first.x(), second.x(), to.x(), part),
              cubic(from.y(), first.y(), second.y(), to.y(), part));
    };
  }

  private static double cubic(double a, double b, double c, double d, double part) {
    double rest = 1 - part;
    return a * rest * rest * rest
        + 3 * b * rest * rest * part
        + 3 * c * rest * part * part
        + d * part * part * part;
  }
}
