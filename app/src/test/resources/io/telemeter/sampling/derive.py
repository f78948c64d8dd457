"""Prints what psutil makes of the captured and made files beside this script, and of some file systems.

    /usr/bin/python3 derive.py > expected.tsv       (Debian 12: python3-psutil 5.9.4)

Lines: cpu, directory before, directory after, percent per CPU
       memory, directory, total, available, percent
       disk, f_blocks, f_bfree, f_bavail, f_frsize, total, free, percent

psutil 5.9.4 takes MemAvailable: 0 for a number; psutil >= 5.9.5 estimates as if the line were missing. So the line is taken
out of a copy before psutil sees it.
"""
import os, shutil, sys, tempfile, warnings
import psutil

warnings.simplefilter("ignore")
os.chdir(os.path.dirname(os.path.abspath(__file__)))


def row(*fields):
    print("\t".join(str(f) for f in fields))


def cpu(before, after):
    psutil.PROCFS_PATH = before
    psutil.time.sleep = lambda _: setattr(psutil, "PROCFS_PATH", after)
    row("cpu", before, after, " ".join(str(p) for p in psutil.cpu_percent(interval=.1, percpu=True)))


def memory(directory):
    with tempfile.TemporaryDirectory() as copy:
        for name in os.listdir(directory):
            shutil.copy(os.path.join(directory, name), copy)
        with open(os.path.join(directory, "meminfo")) as f:
            lines = [line for line in f if line.split() != ["MemAvailable:", "0", "kB"]]
        with open(os.path.join(copy, "meminfo"), "w") as f:
            f.writelines(lines)
        psutil.PROCFS_PATH = copy
        used = psutil.virtual_memory()
    row("memory", directory, used.total, used.available, used.percent)


def disk(blocks, bfree, bavail, frsize):
    os.statvfs = lambda _: os.statvfs_result((frsize, frsize, blocks, bfree, bavail, 0, 0, 0, 0, 255))
    used = psutil.disk_usage("/")
    row("disk", blocks, bfree, bavail, frsize, used.total, used.free, used.percent)


captured = sorted(d for d in os.listdir("captured") if d.isdigit())
for i, first in enumerate(captured):
    for second in captured[i + 1:]:
        cpu("captured/" + first, "captured/" + second)
for case in sorted(os.listdir("made")):
    if os.path.isdir(os.path.join("made", case, "before")):
        cpu("made/%s/before" % case, "made/%s/after" % case)
    else:
        memory("made/" + case)
memory("captured/machine")
disk(66053021, 58317361, 18861999, 4096)
disk(1000, 900, 850, 1024)
disk(1000, 50, 0, 4096)
disk(1000, 0, 0, 4096)
disk(1000, 1000, 1000, 4096)
disk(0, 0, 0, 4096)
disk(9007199254740991, 2251799813685247, 2251799813685245, 1024)
