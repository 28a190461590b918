# Sourced by mvnw and lanewise: where JDKs are. A version is read from the JDK's release file, since
# starting a java would take longer than everything else.

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

# Sets jdk to the one in JAVA_HOME or on the PATH if its feature version is $1 to $2.
jdk_in_environment() {
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk_major "$JAVA_HOME"
    [ "$major" -ge "$1" ] && [ "$major" -le "$2" ] && jdk=$JAVA_HOME && return 0
  fi
  on_path=$(command -v javac) || return 1
  on_path=$(readlink -f "$on_path" 2> /dev/null || echo "$on_path")
  jdk_major "${on_path%/bin/javac}"
  [ "$major" -ge "$1" ] && [ "$major" -le "$2" ] && jdk=${on_path%/bin/javac}
}

# Sets jdk to the first of the usual folders whose feature version is $1 to $2.
jdk_installed() {
  homes=$(jdk_homes)
  while IFS= read -r home; do
    jdk_major "$home"
    [ "$major" -ge "$1" ] && [ "$major" -le "$2" ] && jdk=$home && return 0
  done <<EOF
$homes
EOF
  return 1
}

# Sets jdk to the home of a JDK 25 or newer, or says which one is needed and where it was looked for.
find_jdk() {
  if [ -n "${LANEWISE_JDK:-}" ]; then
    jdk_major "$LANEWISE_JDK"
    [ "$major" -ge 25 ] && jdk=$LANEWISE_JDK && return 0
    echo "lanewise: LANEWISE_JDK=$LANEWISE_JDK is not a JDK 25 or newer" >&2
    return 1
  fi
  jdk_in_environment 25 999 || jdk_installed 25 25 || jdk_installed 26 999 && return 0
  echo "lanewise: needs JDK 25 or newer; looked at LANEWISE_JDK (not set)," \
    "JAVA_HOME (${JAVA_HOME:-not set}), PATH and the usual folders (/usr/lib/jvm, ~/.sdkman," \
    "~/.jdks, /Library/Java/JavaVirtualMachines, ...). Install one, or set LANEWISE_JDK to its home." >&2
  return 1
}

# Sets jdk to the home of a JDK 17, on which the core is tested too.
find_jdk17() {
  jdk_in_environment 17 17 || jdk_installed 17 17
}
