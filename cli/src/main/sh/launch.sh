# Sourced by ./telemeter and ./hypergolix, which set `root` (the checkout), `command` (telemeter or hypergolix) and
# `main_class`.
#
# Builds the application when there is none or a source is newer, then becomes the JVM. Nothing is installed and nothing
# is written outside target/ directories (and Maven's own repository).
#
#   TELEMETER_JAVA_OPTIONS   more JVM options; they come last, so they override the ones chosen here

JAVA_HOME=$(sh "$root/.mvn/find-jdk.sh") || exit 1
export JAVA_HOME

fail() {
    echo "$command: $1" >&2
    exit 1
}

# What the application is made of; tests are not.
modules="golix wire store relay node hgx app cli"

# Whether the application in directory $1 is complete and no source is newer than the beginning of its build.
is_fresh() {
    [ -e "$1/built" ] || return 1
    newer=$(
        cd "$root" || exit 1
        set -- "$1/built" pom.xml
        for module in $modules; do
            set -- "$@" "$module/pom.xml" "$module/src/main"
        done
        stamp=$1
        shift
        find "$@" -newer "$stamp" 2>&1 | head -n 1
    )
    [ -z "$newer" ]
}

# `./mvnw verify` leaves an application too; the launcher's own build is the quick one.
checked=$root/cli/target/app
quick=$root/cli/target/quick/app
log=$root/cli/target/quick/build.log
lock=$root/cli/target/quick/build.lock

release_lock() {
    rm -rf "$lock"
    [ -z "${rehearsing-}" ] || kill "$rehearsing" 2>/dev/null
}

# One build at a time. A directory is made by exactly one of those who try, on every system.
acquire_lock() {
    mkdir -p "${lock%/*}" 2>/dev/null || fail "cannot write to ${lock%/*}; build once as the owner of the checkout"
    told=
    nameless=0
    until mkdir "$lock" 2>/dev/null; do
        [ -w "${lock%/*}" ] || fail "cannot write to ${lock%/*}; build once as the owner of the checkout"
        holder=$(cat "$lock/pid" 2>/dev/null)
        if [ -z "$holder" ]; then
            # Just made, just removed, or left by a process that died between two lines.
            nameless=$((nameless + 1))
            [ $nameless -lt 10 ] || rm -rf "$lock"
        elif ! kill -0 "$holder" 2>/dev/null && ! [ -d "/proc/$holder" ]; then
            # Its holder was killed. Whoever renames it may remove it, unless it is a new one by now.
            if mv "$lock" "$lock.$$" 2>/dev/null; then
                [ "$(cat "$lock.$$/pid" 2>/dev/null)" = "$holder" ] || mv "$lock.$$" "$lock" 2>/dev/null
                rm -rf "$lock.$$"
            fi
            continue
        fi
        [ -n "$told" ] || echo "$command: waiting for a build that is already running ..." >&2
        told=yes
        sleep 1
    done
    echo $$ >"$lock/pid"
    trap release_lock EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

build() {
    echo "$command: building (the first time this takes a minute or two) ..." >&2
    : >"$quick.started" || fail "cannot write to ${quick%/*}"
    if ! (cd "$root" && sh ./mvnw -B -q -Dquick -DskipTests -pl cli -am package) >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        fail "the build failed; the whole log is in $log"
    fi
    # Finer than the second that Maven knows its beginning by.
    touch -r "$quick.started" "$quick/built"
}

java_options() {
    # Small by default: an agent is a guest on its machine. The relay serves many: the optimizing compiler, and the
    # collector that the JVM thinks right for the machine.
    small="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
    case $command:$* in
    hypergolix:start\ server*) own="-Xmx512m" ;;
    # Several programs with messages of up to 10 MiB, and a password hash that takes 256 MiB once.
    hypergolix:start\ app*) own="-XX:+UseSerialGC -Xmx640m" ;;
    hypergolix:*) own="$small -Xmx256m" ;;
    telemeter:*--telereader*) own="$small -Xmx256m" ;;
    # A status every few seconds makes little garbage: a heap that stays small, and freed memory goes back.
    *) own="$small -Xms4m -Xmn2m -Xmx64m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:TrimNativeHeapInterval=10000" ;;
    esac
    echo "-XX:+UseCompactObjectHeaders -Xss512k $own"
}

# Ends process $1 once it has published a status, or after half a minute; a minute later by force.
prompt_to_end() {
    seconds=0
    until grep -q "not paired yet" "$app/rehearsed" 2>/dev/null || [ $seconds -ge 30 ]; do
        sleep 1
        seconds=$((seconds + 1))
    done
    sleep 1
    kill "$1"
    # It writes the file now.
    until [ $seconds -ge 90 ]; do
        sleep 1
        seconds=$((seconds + 1))
    done
    kill -9 "$1"
}

# Runs an agent for some seconds, in a home of its own and against a port where nobody listens, and keeps what it has
# loaded and linked in a file that the JVM maps: half the processor time of a start. Without it a start is only slower,
# so failing here is silent.
rehearse() {
    cache=$app/start.aot
    stage=$app/rehearsal
    rm -rf "$stage"
    library=$(native_library)
    # shellcheck disable=SC2046
    "$JAVA_HOME/bin/java" $(java_options) -XX:AOTCacheOutput="$cache.new" ${library:+"$library"} --module-path "$app/lib" \
        --enable-native-access=org.xerial.sqlitejdbc -m io.telemeter.cli/io.telemeter.cli.TelemeterCommand \
        --foreground --home "$stage" --relay ws://127.0.0.1:9/ >"$app/rehearsed" 2>&1 </dev/null &
    rehearsing=$!
    prompt_to_end $rehearsing >/dev/null 2>&1 &
    prompter=$!
    wait $rehearsing 2>/dev/null
    kill $prompter 2>/dev/null
    wait $prompter 2>/dev/null
    rehearsing=
    if [ -s "$cache.new" ]; then mv "$cache.new" "$cache"; fi
    rm -rf "$stage" "$cache.new" "$cache.new.config"
}

# The database's library is already unpacked for the common systems (not for musl); elsewhere the driver does it.
native_library() {
    system=$(uname -s)
    [ "$system" != Darwin ] || system=Mac
    machine=$(uname -m)
    case $machine in arm64) machine=aarch64 ;; amd64) machine=x86_64 ;; esac
    if [ -d "$app/native/$system/$machine" ] && ! ls /lib/ld-musl-* >/dev/null 2>&1; then
        echo "-Dorg.sqlite.lib.path=$app/native/$system/$machine"
    fi
}

choose_application() {
    if is_fresh "$checked"; then app=$checked; else app=$quick; fi
}

is_ready() {
    is_fresh "$app" && { [ -e "$app/rehearsed" ] || ! [ -w "$app" ]; }
}

choose_application
if ! is_ready; then
    acquire_lock
    choose_application
    is_fresh "$app" || build
    is_ready || rehearse
    release_lock
    trap - EXIT HUP INT TERM
fi

options=$(java_options "$@")
set -- -m "io.telemeter.cli/$main_class" "$@"
# A cache that does not fit (another JVM, other options) is left aside without a word.
if [ -e "$app/start.aot" ]; then set -- -XX:AOTCache="$app/start.aot" -Xlog:aot=off -Xlog:cds=off "$@"; fi
library=$(native_library)
if [ -n "$library" ]; then set -- "$library" "$@"; fi
# One pool of memory for all threads: a few of them, and none in a hurry.
case $options in *TrimNativeHeap*) export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX-1}" ;; esac
# shellcheck disable=SC2086
exec "$JAVA_HOME/bin/java" $options "-Dtelemeter.launcher=$root/$command" \
    --module-path "$app/lib" --enable-native-access=org.xerial.sqlitejdbc ${TELEMETER_JAVA_OPTIONS-} "$@"
