/*
 * The C floor: what the same work costs a C program on the same libpython.
 *
 * Compiled at run time, -O3, against the headers of the interpreter under measurement, and loaded into the JVM that
 * measures the Java side. The library has undefined CPython symbols on purpose: they bind to the libpython that is
 * already open with global visibility.
 *
 * Each `long long floor_<row>(long long count)` does the row's work `count` times, checks every result, and returns the
 * nanoseconds it took, or -1 when a result was wrong or CPython reported an error. It is called without the GIL and
 * takes it itself, outside the time measured unless the row is about taking it. The thread state that the thread already
 * has is used again. Java writes its rows against these functions: what is converted there is converted here.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string.h>
#include <time.h>

#define LIST_LENGTH 1000
#define DICT_LENGTH 10
#define KEY_CAPACITY 16
#define ARRAY_BYTES (8LL << 20)

static PyObject *identity, *call_many, *fail, *increment, *same, *format_exception, *empty_text;
static PyObject *frombuffer, *float64, *count_up, *nodes, *sum, *zeros;
static long long numbers[LIST_LENGTH];
static const char *keys[DICT_LENGTH] = {"joint_0", "joint_1", "joint_2", "joint_3", "joint_4",
                                        "joint_5", "joint_6", "joint_7", "joint_8", "joint_9"};
static const char phrase[] = "twenty-one characters";
static _Alignas(64) char array[ARRAY_BYTES];

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* The rows' signature: 0 when the work was done `count` times and every result was right. */
typedef int work(long long count);

static long long with_gil(work *work, long long count) {
  PyGILState_STATE state = PyGILState_Ensure();
  long long start = now();
  int failed = work(count);
  long long end = now();
  if (failed) PyErr_Clear();
  PyGILState_Release(state);
  return failed ? -1 : end - start;
}

/* --- a call of a Python function with a converted int --- */

static inline int call_once(long long value) {
  PyObject *argument = PyLong_FromLongLong(value);
  if (!argument) return -1;
#if PY_VERSION_HEX >= 0x03090000
  PyObject *result = PyObject_CallOneArg(identity, argument);
#else
  PyObject *result = PyObject_CallFunctionObjArgs(identity, argument, NULL);
#endif
  Py_DECREF(argument);
  if (!result) return -1;
  long long back = PyLong_AsLongLong(result);
  if (back == -1 && PyErr_Occurred()) {
    Py_DECREF(result);
    return -1;
  }
  Py_DECREF(result);
  return back == value ? 0 : -1;
}

static int call_work(long long count) {
  for (long long i = 0; i < count; i++) {
    if (call_once(1000000 + i)) return -1;
  }
  return 0;
}

long long floor_call(long long count) { return with_gil(call_work, count); }

/* The same with the GIL taken and given back each time; the thread state stays. */
long long floor_attached_call(long long count) {
  PyGILState_STATE state = PyGILState_Ensure();
  PyThreadState *thread = PyEval_SaveThread();
  int failed = 0;
  long long start = now();
  for (long long i = 0; i < count && !failed; i++) {
    PyEval_RestoreThread(thread);
    failed = call_once(1000000 + i);
    thread = PyEval_SaveThread();
  }
  long long end = now();
  PyEval_RestoreThread(thread);
  if (failed) PyErr_Clear();
  PyGILState_Release(state);
  return failed ? -1 : end - start;
}

/* --- a list of 1,000 ints there and back --- */

static int list_once(void) {
  static long long back[LIST_LENGTH];
  PyObject *list = PyList_New(LIST_LENGTH);
  if (!list) return -1;
  for (Py_ssize_t i = 0; i < LIST_LENGTH; i++) {
    PyObject *item = PyLong_FromLongLong(numbers[i]);
    if (!item) goto failed;
    PyList_SET_ITEM(list, i, item);
  }
  Py_ssize_t length = PyList_GET_SIZE(list);
  if (length != LIST_LENGTH) goto failed;
  for (Py_ssize_t i = 0; i < length; i++) {
    long long value = PyLong_AsLongLong(PyList_GET_ITEM(list, i));
    if (value == -1 && PyErr_Occurred()) goto failed;
    back[i] = value;
  }
  Py_DECREF(list);
  return back[0] == numbers[0] && back[LIST_LENGTH - 1] == numbers[LIST_LENGTH - 1] ? 0 : -1;
failed:
  Py_DECREF(list);
  return -1;
}

static int list_work(long long count) {
  for (long long i = 0; i < count; i++) {
    if (list_once()) return -1;
  }
  return 0;
}

long long floor_list(long long count) { return with_gil(list_work, count); }

/* --- a dict of 10 str -> float there and back --- */

struct entry {
  char key[KEY_CAPACITY];
  Py_ssize_t length;
  double value;
};

static int dict_build(PyObject *dict) {
  for (int i = 0; i < DICT_LENGTH; i++) {
    PyObject *key = PyUnicode_FromStringAndSize(keys[i], (Py_ssize_t)strlen(keys[i]));
    PyObject *value = PyFloat_FromDouble(i + 0.5);
    int failed = !key || !value || PyDict_SetItem(dict, key, value);
    Py_XDECREF(key);
    Py_XDECREF(value);
    if (failed) return -1;
  }
  return 0;
}

static int dict_once(void) {
  static struct entry back[DICT_LENGTH];
  PyObject *dict = PyDict_New();
  if (!dict) return -1;
  if (dict_build(dict)) goto failed;
  Py_ssize_t position = 0;
  PyObject *key, *value;
  for (int i = 0; PyDict_Next(dict, &position, &key, &value); i++) {
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(key, &length);
    double number = PyFloat_AsDouble(value);
    if (!text || length > KEY_CAPACITY || (number == -1.0 && PyErr_Occurred())) goto failed;
    memcpy(back[i].key, text, (size_t)length);
    back[i].length = length;
    back[i].value = number;
  }
  Py_DECREF(dict);
  return back[DICT_LENGTH - 1].value == DICT_LENGTH - 0.5 ? 0 : -1;
failed:
  Py_DECREF(dict);
  return -1;
}

static int dict_work(long long count) {
  for (long long i = 0; i < count; i++) {
    if (dict_once()) return -1;
  }
  return 0;
}

long long floor_dict(long long count) { return with_gil(dict_work, count); }

/* --- a str of 21 characters there and back --- */

static int text_work(long long count) {
  static char back[sizeof phrase];
  for (long long i = 0; i < count; i++) {
    PyObject *text = PyUnicode_FromStringAndSize(phrase, sizeof phrase - 1);
    if (!text) return -1;
    Py_ssize_t length;
    const char *utf8 = PyUnicode_AsUTF8AndSize(text, &length);
    int failed = !utf8 || length != sizeof phrase - 1;
    if (!failed) memcpy(back, utf8, (size_t)length);
    Py_DECREF(text);
    if (failed || back[0] != phrase[0]) return -1;
  }
  return 0;
}

long long floor_text(long long count) { return with_gil(text_work, count); }

/* --- a Python loop that calls a C function (METH_O) --- */

static PyObject *increment_function(PyObject *Py_UNUSED(self), PyObject *argument) {
  long long value = PyLong_AsLongLong(argument);
  if (value == -1 && PyErr_Occurred()) return NULL;
  return PyLong_FromLongLong(value + 1);
}

static PyObject *same_function(PyObject *Py_UNUSED(self), PyObject *argument) {
  Py_INCREF(argument);
  return argument;
}

static PyMethodDef increment_method = {"increment", increment_function, METH_O, NULL};
static PyMethodDef same_method = {"same", same_function, METH_O, NULL};

static int callback_loop(PyObject *function, long long count, long long expected) {
  PyObject *result = PyObject_CallFunction(call_many, "OL", function, count);
  if (!result) return -1;
  long long back = PyLong_AsLongLong(result);
  Py_DECREF(result);
  return back == expected ? 0 : -1;
}

static int callback_work(long long count) { return callback_loop(increment, count, 12346); }

static int callback_identity_work(long long count) { return callback_loop(same, count, 12345); }

long long floor_callback(long long count) { return with_gil(callback_work, count); }

long long floor_callback_identity(long long count) { return with_gil(callback_identity_work, count); }

/* --- an exception: its type and message, and with its traceback as text --- */

static PyObject *raised(void) {
#if PY_VERSION_HEX >= 0x030C0000
  return PyErr_GetRaisedException();
#else
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (traceback) PyException_SetTraceback(value, traceback);
  Py_XDECREF(type);
  Py_XDECREF(traceback);
  return value;
#endif
}

static int copy_text(PyObject *text, char *target, Py_ssize_t capacity) {
  Py_ssize_t length;
  const char *utf8 = text ? PyUnicode_AsUTF8AndSize(text, &length) : NULL;
  if (!utf8 || length >= capacity) return -1;
  memcpy(target, utf8, (size_t)length + 1);
  return 0;
}

static int traceback_text(PyObject *exception, char *target, Py_ssize_t capacity) {
  PyObject *traceback = PyException_GetTraceback(exception);
  PyObject *lines = PyObject_CallFunctionObjArgs(format_exception, (PyObject *)Py_TYPE(exception), exception,
                                                 traceback ? traceback : Py_None, NULL);
  PyObject *text = lines ? PyUnicode_Join(empty_text, lines) : NULL;
  int failed = copy_text(text, target, capacity);
  Py_XDECREF(text);
  Py_XDECREF(lines);
  Py_XDECREF(traceback);
  return failed;
}

static int exception_once(int with_traceback) {
  static char type[64], message[64], text[4096];
  PyObject *result = PyObject_CallFunctionObjArgs(fail, NULL);
  if (result) {
    Py_DECREF(result);
    return -1;
  }
  PyObject *exception = raised();
  strncpy(type, Py_TYPE(exception)->tp_name, sizeof type - 1);
  PyObject *shown = PyObject_Str(exception);
  int failed = copy_text(shown, message, sizeof message);
  Py_XDECREF(shown);
  if (!failed && with_traceback) failed = traceback_text(exception, text, sizeof text);
  Py_DECREF(exception);
  return failed || type[0] != 'V' || message[0] != 'n' ? -1 : 0;
}

static int exception_work(long long count) {
  for (long long i = 0; i < count; i++) {
    if (exception_once(0)) return -1;
  }
  return 0;
}

static int traceback_work(long long count) {
  for (long long i = 0; i < count; i++) {
    if (exception_once(1)) return -1;
  }
  return 0;
}

long long floor_exception(long long count) { return with_gil(exception_work, count); }

long long floor_traceback(long long count) { return with_gil(traceback_work, count); }

/* --- 8 MB to an ndarray and back, the same address (no lifetime check here: C has none) --- */

static int array_once(void) {
  PyObject *memory = PyMemoryView_FromMemory(array, ARRAY_BYTES, PyBUF_WRITE);
  PyObject *view = memory ? PyObject_CallFunctionObjArgs(frombuffer, memory, float64, NULL) : NULL;
  Py_XDECREF(memory);
  if (!view) return -1;
  Py_buffer buffer;
  if (PyObject_GetBuffer(view, &buffer, PyBUF_CONTIG)) {
    Py_DECREF(view);
    return -1;
  }
  int failed = buffer.buf != array || buffer.len != ARRAY_BYTES;
  PyBuffer_Release(&buffer);
  Py_DECREF(view);
  return failed ? -1 : 0;
}

static int array_work(long long count) {
  for (long long i = 0; i < count; i++) {
    if (array_once()) return -1;
  }
  return 0;
}

long long floor_array(long long count) { return frombuffer ? with_gil(array_work, count) : -1; }

#include "peers.c"

/* --- preparation --- */

static int open_numpy(void) {
  PyObject *numpy = PyImport_ImportModule("numpy");
  if (!numpy) {
    PyErr_Clear(); /* the array row is measured only where there is a NumPy */
    return 0;
  }
  frombuffer = PyObject_GetAttrString(numpy, "frombuffer");
  PyObject *type = PyObject_GetAttrString(numpy, "dtype");
  float64 = type ? PyObject_CallFunction(type, "s", "float64") : NULL;
  Py_XDECREF(type);
  sum = PyObject_GetAttrString(numpy, "sum");
  zeros = PyObject_GetAttrString(numpy, "zeros");
  Py_DECREF(numpy);
  return frombuffer && float64 && sum && zeros ? 0 : -1;
}

static int open_all(const char *workload) {
  PyObject *globals = PyDict_New();
  if (!globals || PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins())) return -1;
  PyObject *name = PyUnicode_FromString("workload");
  if (!name || PyDict_SetItemString(globals, "__name__", name)) return -1;
  Py_DECREF(name);
  PyObject *nothing = PyRun_String(workload, Py_file_input, globals, globals);
  if (!nothing) return -1;
  Py_DECREF(nothing);
  PyObject *module = PyImport_ImportModule("traceback");
  if (!module) return -1;
  identity = PyDict_GetItemString(globals, "identity");
  call_many = PyDict_GetItemString(globals, "call_many");
  fail = PyDict_GetItemString(globals, "fail");
  count_up = PyDict_GetItemString(globals, "numbers");
  nodes = PyDict_GetItemString(globals, "nodes");
  format_exception = PyObject_GetAttrString(module, "format_exception");
  empty_text = PyUnicode_FromString("");
  increment = PyCFunction_New(&increment_method, NULL);
  same = PyCFunction_New(&same_method, NULL);
  for (int i = 0; i < LIST_LENGTH; i++) numbers[i] = 1000000LL + 7919LL * i;
  if (!identity || !call_many || !fail || !count_up || !nodes || !format_exception || !empty_text || !increment || !same) return -1;
  return open_numpy();
}

/* Makes what the rows call, from the same Python text that the Java side runs; kept for the life of the process. */
int floor_open(const char *workload) {
  PyGILState_STATE state = PyGILState_Ensure();
  int failed = open_all(workload);
  if (failed && PyErr_Occurred()) PyErr_Print();
  PyGILState_Release(state);
  return failed;
}
