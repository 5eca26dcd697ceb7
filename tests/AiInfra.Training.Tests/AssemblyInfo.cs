// libtorch's generator, its number of threads and the count of tensors belong to the process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
