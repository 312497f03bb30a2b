# Sourced by mvnw and ongoingai: one search for a Java of version 25 or newer.
#
# find_jdk TOOL sets JDK to the home of the first such Java that has bin/TOOL (java, or javac when something is to be
# built), in this order: JAVA_HOME, PATH, the usual directories. It returns 1 when there is none. It reads the
# "release" file every JDK carries instead of starting a JVM, which would cost more than the search.

wanted_java=25

# Follows links until none is left; readlink -f does not exist everywhere.
resolve_links() {
  resolved=$1
  while [ -L "$resolved" ]; do
    target=$(readlink "$resolved")
    case $target in
      /*) resolved=$target ;;
      *) resolved=${resolved%/*}/$target ;;
    esac
  done
}

# True when $1 is the home of a new enough Java with bin/$2.
is_jdk() {
  [ -x "$1/bin/$2" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  major=
  while IFS='=' read -r key value || [ -n "$key" ]; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      major=${value%%[!0-9]*}
      break
    fi
  done <"$1/release"
  [ "${major:-0}" -ge "$wanted_java" ]
}

find_jdk() {
  JDK=
  if [ -n "${JAVA_HOME:-}" ] && is_jdk "$JAVA_HOME" "$1"; then
    JDK=$JAVA_HOME
    return 0
  fi
  on_path=$(command -v java 2>/dev/null || :)
  case $on_path in
    /*)
      resolve_links "$on_path"
      candidate=${resolved%/bin/*}
      if is_jdk "$candidate" "$1"; then
        JDK=$candidate
        return 0
      fi
      ;;
  esac
  # ONGOINGAI_JDK_DIRS replaces the usual directories; a colon-separated list of folders that hold JDKs.
  if [ -n "${ONGOINGAI_JDK_DIRS+set}" ]; then
    saved_ifs=$IFS
    IFS=:
    for folder in $ONGOINGAI_JDK_DIRS; do
      IFS=$saved_ifs
      first_jdk_in "$1" "$folder" && return 0
    done
    IFS=$saved_ifs
    return 1
  fi
  for folder in \
    /usr/lib/jvm \
    /usr/java \
    /usr/local/lib/jvm \
    /usr/local/java \
    /opt \
    /opt/java \
    /opt/jdk \
    /Library/Java/JavaVirtualMachines \
    /opt/homebrew/opt \
    /usr/local/opt \
    "${HOME:-/nonexistent}/Library/Java/JavaVirtualMachines" \
    "${SDKMAN_DIR:-${HOME:-/nonexistent}/.sdkman}/candidates/java" \
    "${ASDF_DATA_DIR:-${HOME:-/nonexistent}/.asdf}/installs/java" \
    "${HOME:-/nonexistent}/.local/share/mise/installs/java" \
    "${HOME:-/nonexistent}/.jdks"; do
    first_jdk_in "$1" "$folder" && return 0
  done
  return 1
}

# Looks at the folder itself and one level below, also in the bundles of macOS and Homebrew.
first_jdk_in() {
  for candidate in "$2" "$2"/* "$2"/*/Contents/Home "$2"/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk "$candidate" "$1"; then
      JDK=$candidate
      return 0
    fi
  done
  return 1
}
