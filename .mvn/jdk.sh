# Sourced by mvnw and lanewise. find_jdk sets jdk to the home of a JDK 25 or newer, or explains on
# stderr which one is needed and where it was looked for, and returns 1. Starts no process on the
# usual way: the version is read from the JDK's release file.

# Sets major to the feature version of the JDK at $1, or to 0 if there is none.
jdk_major() {
  major=0
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r key value || [ -n "$key" ]; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      major=${value%%[!0-9]*}
      major=${major:-0}
      return 0
    fi
  done < "$1/release"
}

# The usual folders of installed JDKs, one home per line.
jdk_homes() {
  for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -d "$home/bin" ] && printf '%s\n' "$home"
  done
  return 0
}

# Sets jdk to the first of the usual folders whose feature version is $1 to $2.
jdk_installed() {
  homes=$(jdk_homes)
  while IFS= read -r home; do
    jdk_major "$home"
    if [ "$major" -ge "$1" ] && [ "$major" -le "$2" ]; then
      jdk=$home
      return 0
    fi
  done <<EOF
$homes
EOF
  return 1
}

find_jdk() {
  if [ -n "${LANEWISE_JDK:-}" ]; then
    jdk_major "$LANEWISE_JDK"
    [ "$major" -ge 25 ] && jdk=$LANEWISE_JDK && return 0
    echo "lanewise: LANEWISE_JDK=$LANEWISE_JDK is not a JDK 25 or newer" >&2
    return 1
  fi
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk_major "$JAVA_HOME"
    [ "$major" -ge 25 ] && jdk=$JAVA_HOME && return 0
  fi
  if on_path=$(command -v javac); then
    on_path=$(readlink -f "$on_path" 2> /dev/null || echo "$on_path")
    jdk_major "${on_path%/bin/javac}"
    [ "$major" -ge 25 ] && jdk=${on_path%/bin/javac} && return 0
  fi
  jdk_installed 25 25 || jdk_installed 26 999 && return 0
  echo "lanewise: needs JDK 25 or newer; looked at LANEWISE_JDK (not set)," \
    "JAVA_HOME (${JAVA_HOME:-not set}), PATH and the usual folders (/usr/lib/jvm, ~/.sdkman," \
    "~/.jdks, /Library/Java/JavaVirtualMachines, ...). Install one, or set LANEWISE_JDK to its home." >&2
  return 1
}
