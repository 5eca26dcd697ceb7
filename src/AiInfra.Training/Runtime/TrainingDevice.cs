using System.Globalization;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace AiInfra.Training.Runtime;

/// <summary>Turns the name of a device into the device.</summary>
public static class TrainingDevice
{
    /// <summary>The device of a name: <c>cpu</c>, <c>cuda</c> (the first), <c>cuda:N</c>, or <c>auto</c> (CUDA where it can be used, otherwise the CPU). Loads libtorch.</summary>
    /// <exception cref="ArgumentException">There is no such kind of device.</exception>
    /// <exception cref="DeviceUnavailableException">CUDA is asked for and can't be used; the message says why.</exception>
    /// <exception cref="LibtorchException">libtorch can't be loaded.</exception>
    public static torch.Device Resolve(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string kind = name.Trim().ToLowerInvariant();
        int index = 0;
        if (kind.StartsWith("cuda:", StringComparison.Ordinal))
        {
            if (!int.TryParse(kind.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index))
            {
                throw Unknown(name);
            }

            kind = "cuda";
        }

        if (kind is not ("cpu" or "cuda" or "auto"))
        {
            throw Unknown(name);
        }

        LibtorchInfo libtorch = Libtorch.Load();
        return kind == "cpu" ? torch.CPU : Cuda(libtorch, index, required: kind == "cuda", name);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static torch.Device Cuda(LibtorchInfo libtorch, int index, bool required, string name)
    {
        int devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (index < devices)
        {
            return new torch.Device(DeviceType.CUDA, index);
        }

        if (!required)
        {
            return torch.CPU;
        }

        string why = devices > 0 ? $"this machine has {devices} CUDA device(s), numbered from 0"
            : libtorch.CudaProblem is { } problem ? $"the CUDA part of libtorch could not be loaded: {problem}"
            : libtorch.HasCudaBuild ? "libtorch is a CUDA build, but no device or driver was found"
            : "the libtorch that is loaded is a CPU build; reference TorchSharp-cuda-linux or TorchSharp-cuda-windows, or name a CUDA build in " + LibtorchOptions.DirectoryVariable;
        throw new DeviceUnavailableException($"Device '{name}' was asked for, but {why}.");
    }

    private static ArgumentException Unknown(string name) => new($"'{name}' is no device. Devices: cpu, cuda, cuda:N, auto.", nameof(name));
}
