package dev.terrarium.pipeline.run;

import dev.terrarium.message.ForeignValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Hands single items to a run and takes back what comes of each.
///
/// The run takes the items as a stream. What leaves it belongs to the oldest item that no mark has
/// followed yet; where there is none, it is what was left at the end.
final class Conversation implements Results {
  private final LinkedBlockingQueue<Optional<Question>> asked = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Question> underWay = new ConcurrentLinkedQueue<>();
  private final List<@Nullable Object> rest = new ArrayList<>();
  private @Nullable RuntimeException ended;

  /// One item, and what came of it so far.
  private record Question(
      @Nullable Object item,
      List<@Nullable Object> answer,
      CompletableFuture<List<@Nullable Object>> whole) {}

  /// Hands in an item.
  ///
  /// @return what comes of it, when all of it has left
  synchronized CompletableFuture<List<@Nullable Object>> ask(@Nullable Object item) {
    var question = new Question(item, new ArrayList<>(), new CompletableFuture<>());
    if (ended != null) {
      question.whole.completeExceptionally(ended);
    } else {
      asked.add(Optional.of(question));
    }
    return question.whole;
  }

  /// Says that nothing more will be asked.
  ///
  /// @param reason what to tell those who ask all the same
  synchronized void end(RuntimeException reason) {
    if (ended == null) {
      ended = reason;
      asked.add(Optional.empty());
    }
  }

  /// Tells everybody who still waits that the run has ended.
  synchronized void fail(RuntimeException reason) {
    ended = reason;
    underWay.forEach(question -> question.whole.completeExceptionally(reason));
    asked.forEach(
        waiting -> waiting.ifPresent(question -> question.whole.completeExceptionally(reason)));
    asked.clear();
  }

  Feed feed() {
    return new Feed.Stream(new Items());
  }

  /// Returns what left after the last item; when the run has ended.
  List<@Nullable Object> rest() {
    return rest;
  }

  @Override
  public void emit(String sink, @Nullable Object value) {
    var question = underWay.peek();
    var kept = value instanceof ForeignValue foreign ? foreign.share() : value;
    (question == null ? rest : question.answer).add(kept);
  }

  @Override
  public void mark() {
    var question = underWay.poll();
    if (question != null) {
      question.whole.complete(question.answer);
    }
  }

  /// The items asked, each when the run wants it; an interrupt ends the run.
  private final class Items implements Iterator<@Nullable Object> {
    private @Nullable Question next;
    private boolean hasEnded;

    @Override
    public boolean hasNext() {
      if (next == null && !hasEnded) {
        next = await().orElse(null);
        hasEnded = next == null;
      }
      return !hasEnded;
    }

    private Optional<Question> await() {
      try {
        return asked.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for an item", e);
      }
    }

    @Override
    public @Nullable Object next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      var question = next;
      next = null;
      underWay.add(question);
      return question.item;
    }
  }
}
