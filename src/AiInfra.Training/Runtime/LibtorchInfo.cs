namespace AiInfra.Training.Runtime;

/// <summary>The libtorch that this process runs on.</summary>
/// <param name="Version">Version that TorchSharp was built for, for example "2.10.0.0".</param>
/// <param name="Directory">Directory it was loaded from; null where the operating system found it.</param>
/// <param name="HasCudaBuild">Whether its CUDA part is there. It says nothing about a device.</param>
/// <param name="CorrectedLibrary">The corrected copy of TorchSharp's native library, where the original could not be loaded; otherwise null.</param>
/// <param name="CudaProblem">Why the CUDA part that is there could not be loaded, where that happened.</param>
public sealed record LibtorchInfo(string Version, string? Directory, bool HasCudaBuild, string? CorrectedLibrary, string? CudaProblem);
