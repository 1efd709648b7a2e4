# Finds a JDK of at least this release without starting a JVM. Sourced by ./mvnw and ./terrarium.
#
# In order: TERRARIUM_JAVA_HOME (asked for by name, so never passed over in silence), JAVA_HOME, the java on
# PATH, then the usual places, where the lowest release that suffices is taken. Older ones are skipped.

jdk_wanted=25

# Sets jdk_release to the feature release of the JDK at $1 (0: there is none) and jdk_build to the name of its build.
jdk_probe() {
  jdk_release=0 jdk_build='' jdk_line=''
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r jdk_line || [ -n "$jdk_line" ]; do
    jdk_value=${jdk_line#*=\"}
    jdk_value=${jdk_value%%\"*}
    case $jdk_line in
      IMPLEMENTOR_VERSION=* | JAVA_RUNTIME_VERSION=*) jdk_build=$jdk_build$jdk_value- ;;
      JAVA_VERSION=*)
        jdk_release=${jdk_value%%[!0-9]*}
        break
        ;;
    esac
  done < "$1/release"
  [ "${jdk_release:=0}" -ge "$jdk_wanted" ]
}

# Sets jdk to the lowest sufficient release among the homes given, and fails where there is none.
jdk_lowest() {
  jdk_best=0
  for jdk_home in "$@"; do
    if jdk_probe "$jdk_home" && { [ "$jdk_best" -eq 0 ] || [ "$jdk_release" -lt "$jdk_best" ]; }; then
      jdk=$jdk_home jdk_best=$jdk_release
    fi
  done
  [ "$jdk_best" -gt 0 ] && jdk_probe "$jdk"
}

# Sets jdk to the home of the java on PATH, if that is new enough.
jdk_on_path() {
  jdk=$(command -v java) && jdk=$(readlink -f "$jdk" 2> /dev/null) || return 1
  jdk=${jdk%/bin/java}
  jdk_probe "$jdk"
}

jdk_usual_places() {
  jdk_lowest /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* \
    "${MISE_DATA_DIR:-$HOME/.local/share/mise}"/installs/java/* "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}

# Sets jdk (and jdk_build), or says in one sentence what is missing, in the name of $1, and fails.
jdk_find() {
  : "${HOME:=/dev/null}"
  if [ -n "${TERRARIUM_JAVA_HOME-}" ]; then
    jdk=$TERRARIUM_JAVA_HOME
    jdk_probe "$jdk" && return
    echo "$1: TERRARIUM_JAVA_HOME names $jdk, which is not a JDK $jdk_wanted or newer." >&2
    return 2
  fi
  if [ -n "${JAVA_HOME-}" ]; then
    jdk=$JAVA_HOME
    jdk_probe "$jdk" && return
  fi
  jdk_on_path && return
  jdk_usual_places && return
  echo "$1: no JDK $jdk_wanted or newer found in JAVA_HOME, on PATH, in /usr/lib/jvm, or among those of SDKMAN, mise, asdf," \
    "IntelliJ, Homebrew and macOS; install one (for example Eclipse Temurin $jdk_wanted) or name one in TERRARIUM_JAVA_HOME." >&2
  return 2
}
