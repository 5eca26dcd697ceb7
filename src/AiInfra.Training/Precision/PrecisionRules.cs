using AiInfra.Training.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Precision;

/// <summary>What a device can't compute in a precision.</summary>
internal static class PrecisionRules
{
    /// <exception cref="LibtorchException">The module holds what libtorch can't compute so.</exception>
    public static void Check(nn.Module module, TrainingPrecision precision, Device device)
    {
        // libtorch 2.10 ends the process there instead of throwing.
        if (precision == TrainingPrecision.Float16 && device.type == DeviceType.CPU
            && module.named_modules().Append(("", module)).FirstOrDefault(m => m.Item2 is LSTM or GRU or RNN) is ({ } path, { } recurrent))
        {
            throw new LibtorchException($"The module '{path}' ({recurrent.GetType().Name}) can't be computed in Float16 on the CPU; use BFloat16 or Float32, or a CUDA device.");
        }
    }
}
