# Sourced by scripts that set root, the folder of the repository.

# Copies the artifact $1, group:artifact:version and so on, into folder $2, unless file $3 is there.
fetch() {
  [ -e "$2/$3" ] || (cd "$root" && ./mvnw -q -B -N dependency:copy -Dartifact="$1" -DoutputDirectory="$2")
}

# The version that the build gives to $1.
version() {
  sed -n "s:.*<$1[.]version>\(.*\)</$1[.]version>.*:\1:p" "$root/pom.xml"
}

# Sets junit to a class path with what runs tests without Maven, kept in folder $1.
fetch_junit() {
  fetch "org.junit.platform:junit-platform-console-standalone:$(version junit)" "$1" \
    "junit-platform-console-standalone-$(version junit).jar"
  fetch "org.assertj:assertj-core:$(version assertj)" "$1" "assertj-core-$(version assertj).jar"
  junit=$1/junit-platform-console-standalone-$(version junit).jar:$1/assertj-core-$(version assertj).jar
}
