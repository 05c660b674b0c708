"""Hot loops by numpy and GNU Radio: numpy_kernels.py SAMPLES; prints JSON, CPU seconds for so many complex samples each."""
import json
import sys
import time

import numpy as np

count = int(sys.argv[1])
report = {"numpy": np.__version__}
random = np.random.default_rng(1)


def seconds(work, runs=1):
    work()
    spent = []
    for _ in range(runs):
        before = time.process_time()
        work()
        spent.append(time.process_time() - before)
    return sorted(spent)[runs // 2]


signal = (random.standard_normal(count) + 1j * random.standard_normal(count)).astype(np.complex64)


def modulate():
    taps = np.sinc((np.arange(81) - 40) / 5).astype(np.float32)
    symbols = np.sign(random.standard_normal(count // 5)).astype(np.float32)
    upsampled = np.zeros(count, np.float32)
    upsampled[::5][: len(symbols)] = symbols
    return np.convolve(upsampled, taps, "same").astype(np.complex64) * np.exp(
        2j * np.pi * 0.01 * np.arange(count, dtype=np.float32)
    ).astype(np.complex64)


def noise():
    added = random.standard_normal(2 * count, dtype=np.float32).view(np.complex64)
    return signal + added


def mix():
    phase = 2 * np.pi * 0.01 * np.arange(count)
    return signal * np.exp(1j * phase).astype(np.complex64)


report["modulator"] = seconds(modulate)
report["noise"] = seconds(noise)
report["mixer"] = seconds(mix)
try:
    from gnuradio import blocks, filter, gr

    def fir():
        graph = gr.top_block()
        source = blocks.null_source(gr.sizeof_gr_complex)
        head = blocks.head(gr.sizeof_gr_complex, 4 * count)
        taps = [float(tap) for tap in np.sinc((np.arange(81) - 40) / 5)]
        graph.connect(source, head, filter.fir_filter_ccf(1, taps), blocks.null_sink(gr.sizeof_gr_complex))
        graph.run()

    report["fir"] = seconds(fir) / 4
    report["gnuradio"] = gr.version()
except ImportError:
    pass
print(json.dumps(report))
