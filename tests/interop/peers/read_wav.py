#!/usr/bin/python3
"""Reads a WAV file with scipy: the sample rate, the type, the number of channels, then the samples as float32 to a file."""
import sys

import numpy as np
from scipy.io import wavfile

rate, samples = wavfile.read(sys.argv[1])
print(rate, samples.dtype, 1 if samples.ndim == 1 else samples.shape[1])
scale = {"int16": 32768.0, "float32": 1.0, "uint8": 128.0}[str(samples.dtype)]
values = samples.astype(np.float64)
if samples.dtype == np.uint8:
    values -= 128
(values / scale).astype(np.float32).tofile(sys.argv[2])
