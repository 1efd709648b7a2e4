/*
 * What the machine itself can do: a C program that wakes each millisecond and does nothing.
 *
 *   loop_floor SECONDS PRIORITY CPU SPIN_NS FILE DEADLINE
 *
 * PRIORITY is that of SCHED_FIFO, or 0 for none; then memory is not locked, and CPU is not looked at. SPIN_NS is how long
 * before each deadline it is awake. Deadlines are absolute, and one that has passed is left out, as Terrarium's loop has it. FILE
 * gets the number of wakes, then the time of each, as int64 of CLOCK_MONOTONIC in ns. DEADLINE, of the same clock, is one that
 * has passed: those of the program are whole milliseconds later. Ends with 3 if the system refuses the priority, with 1 at
 * anything else that goes wrong.
 */
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>

#define PERIOD 1000000LL

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void sleep_until(int64_t nanos) {
  struct timespec time = {nanos / 1000000000LL, nanos % 1000000000LL};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL)) {
  }
}

static int prioritise(int priority, int cpu) {
  struct sched_param parameter = {.sched_priority = priority};
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  mlockall(MCL_CURRENT | MCL_FUTURE);
  pthread_setaffinity_np(pthread_self(), sizeof one, &one);
  return pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameter);
}

/* What is done now is done as a usual program, and elsewhere if it can be: a loop is measured on this processor. */
static void give_back(int cpu) {
  struct sched_param none = {.sched_priority = 0};
  cpu_set_t others;
  CPU_ZERO(&others);
  for (int each = 0; each < CPU_SETSIZE; each++) {
    if (each != cpu) CPU_SET(each, &others);
  }
  pthread_setaffinity_np(pthread_self(), sizeof others, &others);
  pthread_setschedparam(pthread_self(), SCHED_OTHER, &none);
}

static void measure(int64_t *wakes, int64_t spin, int64_t deadline, int64_t end) {
  int64_t next = deadline + PERIOD * (1 + (now() - deadline) / PERIOD);
  while (next < end) {
    sleep_until(next - spin);
    int64_t woke = now();
    while (woke < next) woke = now();
    wakes[++wakes[0]] = woke;
    next += PERIOD * (1 + (woke - next) / PERIOD);
  }
}

int main(int count, char **arguments) {
  if (count != 7) return 1;
  long seconds = atol(arguments[1]);
  int priority = atoi(arguments[2]);
  size_t room = 1 + 1000 * (size_t)seconds + 1;
  int64_t *wakes = malloc(room * sizeof *wakes);
  if (!wakes) return 1;
  for (size_t i = 0; i < room; i++) wakes[i] = 0; /* Its pages are there before the first deadline. */
  prctl(PR_SET_TIMERSLACK, 1L, 0L, 0L, 0L);
  if (priority && prioritise(priority, atoi(arguments[3]))) return 3;
  measure(wakes, atoll(arguments[4]), atoll(arguments[6]), now() + seconds * 1000000000LL);
  if (priority) give_back(atoi(arguments[3]));
  FILE *file = fopen(arguments[5], "wb");
  if (!file) return 1;
  size_t written = fwrite(wakes, sizeof *wakes, 1 + (size_t)wakes[0], file);
  return fclose(file) || written != 1 + (size_t)wakes[0];
}
