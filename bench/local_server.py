"""llama.cpp's own server, by way of the package xllamacpp (pip install xllamacpp): a GGUF file, a port,
and for how many seconds. It listens on loopback, uses one thread, and ends by itself."""

import sys
import time

import xllamacpp

weights, port, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
params = xllamacpp.CommonParams()
params.model.path = weights
params.port = port
params.n_ctx = 1024
params.n_parallel = 1
params.n_gpu_layers = 0
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print("listening", server.listening_address, flush=True)
time.sleep(seconds)
