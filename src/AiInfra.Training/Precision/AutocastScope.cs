using TorchSharp;

namespace AiInfra.Training.Precision;

/// <summary>Lets libtorch choose the number type of each operation of this thread, until it is disposed. Nothing for 32-bit floats.</summary>
internal readonly ref struct AutocastScope
{
    private readonly sbyte _device;
    private readonly bool _active;
    private readonly bool _before;
    private readonly sbyte _typeBefore;

    public AutocastScope(TrainingPrecision precision, DeviceType device)
    {
        if (precision == TrainingPrecision.Float32)
        {
            return;
        }

        _active = true;
        _device = (sbyte)device;
        _before = AutocastFunctions.IsEnabled(_device);
        _typeBefore = AutocastFunctions.Type(_device);
        AutocastFunctions.Set(_device, true, precision == TrainingPrecision.BFloat16 ? (sbyte)torch.ScalarType.BFloat16 : (sbyte)torch.ScalarType.Float16);
    }

    /// <summary>What is chosen on this thread now.</summary>
    public static TrainingPrecision Current(DeviceType device) =>
        !AutocastFunctions.IsEnabled((sbyte)device) ? TrainingPrecision.Float32 :
        AutocastFunctions.Type((sbyte)device) == (sbyte)torch.ScalarType.BFloat16 ? TrainingPrecision.BFloat16 : TrainingPrecision.Float16;

    public void Dispose()
    {
        if (!_active)
        {
            return;
        }

        AutocastFunctions.Set(_device, _before, _typeBefore);
        if (!_before)
        {
            // The casts of weights are kept by their address, which after an update holds other numbers.
            AutocastFunctions.ClearCache();
        }
    }
}
