"""What the processes under test are asked to do."""

import os
import time

from symfisher.errors import RegularityError


def process_id():
    return os.getpid()


def refuse():
    raise RegularityError("not regular")


def sleep():
    time.sleep(60)


def hold_interpreter():
    return 9**9**9


def allocate(megabytes):
    return len(bytearray(megabytes * 2**20))


def chatter():
    print("hello")
    os.write(1, b"world")
    return "done"


def echo(seconds, word):
    time.sleep(seconds)
    if word == "raise":
        raise ValueError(word)
    if word == "die":
        os._exit(7)
    return word
