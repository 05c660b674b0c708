#!/usr/bin/python3
"""Modulates octets with GNU Radio's own blocks, and sends them through its channel model: offset, clock error, noise of a known ratio.
   gnuradio_modulate.py --bits FILE --out FILE.cf32 --modulation BPSK|QPSK|GMSK --sps N --esn0 DB [--offset CYCLES_PER_SAMPLE] [--ppm PPM]
   The first bit of a QPSK pair is I, the second Q. Prints the mean power of the signal before it is scaled to 1."""
import argparse
import math
import os

os.environ.setdefault("GR_CONF_LOG_LOG_LEVEL", "warn")

import numpy as np
from gnuradio import blocks, channels, digital, gr

parser = argparse.ArgumentParser()
parser.add_argument("--bits", required=True)
parser.add_argument("--out", required=True)
parser.add_argument("--modulation", choices=["BPSK", "QPSK", "GMSK"], required=True)
parser.add_argument("--sps", type=int, required=True)
parser.add_argument("--esn0", type=float, required=True)
parser.add_argument("--offset", type=float, default=0.0)
parser.add_argument("--ppm", type=float, default=0.0)
parser.add_argument("--alpha", type=float, default=0.35)
parser.add_argument("--bt", type=float, default=0.5)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

octets = list(open(options.bits, "rb").read())


def modulator():
    if options.modulation == "GMSK":
        return digital.gmsk_mod(samples_per_symbol=options.sps, bt=options.bt)
    points = [-1, 1] if options.modulation == "BPSK" else [-1 - 1j, -1 + 1j, 1 - 1j, 1 + 1j]
    constellation = digital.constellation_calcdist(points, list(range(len(points))), len(points), 1)
    return digital.generic_mod(
        constellation=constellation.base(),
        differential=False,
        samples_per_symbol=options.sps,
        pre_diff_code=False,
        excess_bw=options.alpha,
    )


def run(*chain):
    graph = gr.top_block()
    graph.connect(*chain)
    graph.run()


signal = blocks.vector_sink_c()
run(blocks.vector_source_b(octets), modulator(), signal)
samples = np.array(signal.data(), dtype=np.complex64)
# The pulses of the first and last symbols are not whole.
edge = 20 * options.sps
power = float(np.mean(np.abs(samples[edge:-edge]) ** 2))
samples /= math.sqrt(power)
noise_power = options.sps / 10 ** (options.esn0 / 10)
run(
    blocks.vector_source_c(samples.tolist()),
    channels.channel_model(math.sqrt(noise_power), options.offset, 1 + options.ppm * 1e-6, [1], options.seed),
    blocks.file_sink(gr.sizeof_gr_complex, options.out),
)
print(f"power {power:.6f}, {len(samples)} samples")
