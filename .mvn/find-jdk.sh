#!/bin/sh
# Prints the home of a JDK 25, or says in one line what to install and exits 1.
#
# Looks at JAVA_HOME, then at every javac on the PATH, then where systems and version managers put JDKs. Reads the
# `release` file instead of starting a JVM, so it costs a few milliseconds. Used by mvnw and by the two launchers.
#
# TELEMETER_JDK_DIRS (colon separated) replaces the list of usual places; it is there for tests.

feature=25

# A JDK (javac, not only java) of exactly this feature version.
suits() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        JAVA_VERSION=\"$feature\"* | JAVA_VERSION=\"$feature.*) return 0 ;;
        JAVA_VERSION=*) return 1 ;;
        esac
    done <"$1/release"
    return 1
}

found() {
    printf '%s\n' "$1"
    exit 0
}

# Follows symbolic links; `readlink -f` is missing on older macOS.
resolve() {
    file=$1
    hops=0
    while [ -L "$file" ] && [ $hops -lt 40 ]; do
        target=$(readlink "$file")
        case $target in
        /*) file=$target ;;
        *) file=${file%/*}/$target ;;
        esac
        hops=$((hops + 1))
    done
    printf '%s\n' "$file"
}

if [ -n "${JAVA_HOME-}" ] && suits "${JAVA_HOME%/}"; then found "${JAVA_HOME%/}"; fi

old_ifs=$IFS
IFS=:
set -f
for directory in ${PATH-}; do
    [ -x "$directory/javac" ] || continue
    javac=$(resolve "$directory/javac")
    home=$(cd "${javac%/*}/.." 2>/dev/null && pwd -P) || continue
    if suits "$home"; then found "$home"; fi
done

if [ -n "${TELEMETER_JDK_DIRS+set}" ]; then
    places=$TELEMETER_JDK_DIRS
else
    places=/usr/lib/jvm:/usr/lib64/jvm:/usr/java:/usr/local:/usr/local/lib/jvm:/opt:/opt/java:/opt/jdk
    places=$places:/Library/Java/JavaVirtualMachines
    places=$places:/opt/homebrew/opt:/usr/local/opt:/home/linuxbrew/.linuxbrew/opt:/opt/local/Library/Java/JavaVirtualMachines
    if [ -n "${HOME-}" ]; then
        places=$places:$HOME/.sdkman/candidates/java:$HOME/.jdks:$HOME/Library/Java/JavaVirtualMachines
        places=$places:$HOME/.local/share/mise/installs/java:$HOME/.asdf/installs/java:$HOME/.gradle/jdks
    fi
fi
for place in $places; do
    set +f
    for entry in "$place"/*; do
        [ -d "$entry" ] || continue
        # The home itself; inside a macOS bundle; inside a Homebrew keg.
        for home in "$entry" "$entry/Contents/Home" "$entry/libexec/openjdk.jdk/Contents/Home" "$entry/libexec"; do
            if suits "$home"; then found "$home"; fi
        done
    done
    set -f
done
IFS=$old_ifs

echo "No JDK $feature found: install one (Debian and Ubuntu: openjdk-$feature-jdk, macOS: brew install openjdk@$feature, or Eclipse Temurin $feature) or set JAVA_HOME to it." >&2
exit 1
